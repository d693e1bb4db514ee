using System.Security.Cryptography;
using System.Text;

namespace Elaoms.Tests;

/// <summary>
/// Words that no other text has, always the same: for texts that must not be one to a server that merges texts with much the same words.
/// </summary>
internal static class OwnWords
{
    private const int WordLength = 8;

    /// <summary>Eight words that stand for a name.</summary>
    public static string Of(string name)
        => string.Join(
            ' ',
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))).Chunk(WordLength).Select(word => new string(word)));
}
