using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Api;

/// <summary>
/// <c>/v1/convai/conversations</c>. Many are asked for at a time, so these routes wait longer for a platform that is busy.
/// </summary>
public sealed class ConversationRoutes
{
    /// <summary>The longest detail that is read, in bytes. That of an hour's call is some 2 MB.</summary>
    public const int LongestDetailBytes = 16 << 20;

    private const string Root = "v1/convai/conversations";
    private readonly ElevenLabsTransport _transport;

    internal ConversationRoutes(ElevenLabsTransport transport) => _transport = transport;

    /// <summary>
    /// Lists conversations by their start, the oldest first, a page of 100 at a time. Only one page is in memory, however many there are.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<ConversationSummary>> ListAsync(
        ConversationFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (path, cursors, cursor) = (ListPath(filter), new HashSet<UInt128>(), (string?)null);
        do
        {
            var page = await _transport.GetPatientlyAsync(
                cursor is null ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}",
                ElevenLabsJson.Default.ConversationPage,
                cancellationToken);
            yield return page.Conversations ?? [];
            cursor = page.NextCursor is { Length: > 0 } next ? next : null;

            // A cursor that comes twice would be followed for ever. Its hash is kept: cursors may be long.
            if (cursor is not null && !cursors.Add(HashOf(cursor)))
                throw new ElevenLabsException(ElevenLabsFault.Unintelligible, $"A list of ElevenLabs does not end (GET /{Root}).");
        }
        while (cursor is not null);
    }

    /// <summary>Reads a conversation as it came: what a delivery of it holds in <c>data</c>. At most 16 MB.</summary>
    public Task<byte[]> GetAsync(string conversationId, CancellationToken cancellationToken)
        => _transport.ReadPatientlyAsync(
            PathOf(conversationId),
            async (content, token) =>
            {
                await content.LoadIntoBufferAsync(LongestDetailBytes, token);
                return await content.ReadAsByteArrayAsync(token);
            },
            cancellationToken);

    /// <summary>Reads a conversation's recording, MP3.</summary>
    /// <param name="read">Reads it; begins anew if it is called again, since the connection broke off.</param>
    public Task ReadAudioAsync(
        string conversationId, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
        => _transport.ReadPatientlyAsync(
            $"{PathOf(conversationId)}/audio",
            async (content, token) =>
            {
                await using var stream = await content.ReadAsStreamAsync(token);
                await read(stream, token);
                return true;
            },
            cancellationToken);

    /// <summary>Deletes a conversation with its recording.</summary>
    public Task DeleteAsync(string conversationId, CancellationToken cancellationToken)
        => _transport.DeleteAsync(PathOf(conversationId), cancellationToken);

    private static string ListPath(ConversationFilter filter)
    {
        var path = new StringBuilder($"{Root}?page_size=100&sort_direction=asc");
        if (filter.AgentId is { } agent)
            path.Append("&agent_id=").Append(Uri.EscapeDataString(agent));
        if (filter.UserId is { } user)
            path.Append("&user_id=").Append(Uri.EscapeDataString(user));

        // Whether the bound itself is listed is not documented.
        if (filter.FromUnixSecs is { } from)
            path.Append(FormattableString.Invariant($"&call_start_after_unix={Math.Max(0, from - 1)}"));
        if (filter.BeforeUnixSecs is { } before)
            path.Append(FormattableString.Invariant($"&call_start_before_unix={before}"));
        return path.ToString();
    }

    private static string PathOf(string conversationId) => $"{Root}/{Uri.EscapeDataString(conversationId)}";

    private static UInt128 HashOf(string cursor)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(cursor), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
