using System.Security.Cryptography;
using Elaoms.Core.Calls;
using Elaoms.Core.Search;
using Elaoms.Indexes.OpenMemory.Wire;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>Tries whether the server keeps what it is given: writes a text, reads it, and deletes it.</summary>
public sealed class OpenMemoryWriteProbe(OpenMemoryClient client)
{
    private const string Sentence = "This is a trial of ELAOMS and is deleted at once.";
    private static readonly CallerKey NobodysKey = new(Convert.ToHexStringLower(SHA256.HashData("elaoms-nobody"u8)));

    /// <summary>Tries a text as long as the longest that is given to the server.</summary>
    /// <returns>How much of the text it keeps, in characters.</returns>
    /// <exception cref="OpenMemoryException">It does not.</exception>
    public Task<int> WriteAsync(OpenMemoryServer server, CancellationToken cancellationToken)
        => WriteAsync(server, EngineText.MaxLength, cancellationToken);

    /// <summary>Tries a text of a length.</summary>
    /// <param name="server">What is known of the server.</param>
    /// <param name="length">How long the text is, in characters.</param>
    /// <returns>How much of the text it keeps, in characters.</returns>
    /// <exception cref="OpenMemoryException">It keeps nothing, or what it keeps can't be read.</exception>
    public async Task<int> WriteAsync(OpenMemoryServer server, int length, CancellationToken cancellationToken)
    {
        var user = server.Tenant ?? OpenMemoryProbe.Nobody;
        var text = Text(length);
        var mark = Fingerprint.Of(NobodysKey, text);
        var answer = await client.AddAsync(
            new AddRequest(text, new MemoryMetadata(Sector: null, ElaomsId: "trial", EngineText.CallerToken(NobodysKey), mark), user),
            cancellationToken);
        var stored = await client.GetAsync(answer.Id!, user, cancellationToken);
        // Only our own is deleted: the server may have merged the text with somebody's memory.
        if (stored?.Ours?.ElaomsText != mark)
            return answer.Deduplicated ? text.Length : throw new OpenMemoryException(OpenMemoryFault.Unintelligible);
        await client.DeleteAsync(answer.Id!, user, cancellationToken);
        return stored.Content?.Length ?? 0;
    }

    // Random words, so that the server does not take it for a text that it has; sentences, since that is what it cuts at.
    private static string Text(int length)
    {
        var text =
            $"Trial {RandomNumberGenerator.GetHexString(16, lowercase: true)} x{RandomNumberGenerator.GetHexString(16, lowercase: true)}.";
        while (text.Length + 1 + Sentence.Length <= length)
            text += " " + Sentence;
        return text + new string('.', Math.Max(0, length - text.Length));
    }
}
