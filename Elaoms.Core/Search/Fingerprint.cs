using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Calls;

namespace Elaoms.Core.Search;

/// <summary>Stands for a caller's text in what is noted of an engine, without giving either away.</summary>
internal static class Fingerprint
{
    private const int Bytes = 8;

    /// <summary>The mark of a text.</summary>
    public static string Of(CallerKey caller, string text)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Value}\n{text}")).AsSpan(0, Bytes));
}
