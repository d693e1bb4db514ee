using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.ElevenLabs.Api;

namespace Elaoms.ElevenLabs.Import;

/// <summary>Archives and enqueues payloads in the order in which a delivery is archived and enqueued.</summary>
public sealed class ImportedPayloads(
    IPayloadArchive archive, IPendingPayloads pending, ICallQueue queue, IDeliveryJournal journal, SpoolDirectory spool,
    ElaomsSettings settings)
{
    // A multiple of three bytes is base64 without a rest.
    private const int PieceBytes = 48 << 10;

    /// <summary>Stores a conversation.</summary>
    public async Task StoreAsync(ConversationBody conversation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var body = new SpooledBody(spool.Path);
        body.Append(conversation.Bytes);
        await StoreAsync(conversation.NameAt(now), body, cancellationToken);
    }

    /// <summary>Stores a recording as the payload that the platform would deliver it in.</summary>
    /// <exception cref="ElevenLabsException">It is larger than a delivery may be.</exception>
    public async Task<bool> StoreAudioAsync(
        PostCallEvent conversation, string? agentId, Stream audio, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var body = new SpooledBody(spool.Path);
        body.Append(ConversationBody.Head(PostCallEventType.Audio, conversation.EventTimestamp ?? 0));
        body.Append(Encoding.UTF8.GetBytes(
            $"{{\"agent_id\": {Json(agentId)}, \"conversation_id\": {Json(conversation.ConversationId)}, \"full_audio\": \""));
        await AppendBase64Async(body, audio, cancellationToken);
        body.Append("\"}}"u8);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        body.ReadPieces(hash.AppendData);
        var name = PayloadName.Of(now, conversation with { Type = PostCallEventType.Audio }, hash.GetHashAndReset());
        await StoreAsync(name, body, cancellationToken);
        return true;
    }

    private async Task AppendBase64Async(SpooledBody body, Stream audio, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            int read;
            while ((read = await audio.ReadAtLeastAsync(
                piece.AsMemory(0, PieceBytes), PieceBytes, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                body.Append(Encoding.ASCII.GetBytes(Convert.ToBase64String(piece, 0, read)));
                if (body.Length > settings.MaxPayloadBytes)
                    throw new ElevenLabsException(ElevenLabsFault.TooLarge, "A recording is larger than MAX_PAYLOAD_BYTES.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }
    }

    private async Task StoreAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken)
    {
        await pending.AddAsync(name, cancellationToken);
        await archive.StoreAsync(name, body, cancellationToken);
        await queue.EnqueueAsync(CallMessage.For(name), cancellationToken);
        // Last, as for a delivery: the journal is cut without asking whether its payloads are enqueued.
        await journal.WriteAsync(name, body, cancellationToken);
    }

    private static string Json(string? text) => text is null ? "null" : $"\"{JsonEncodedText.Encode(text)}\"";
}
