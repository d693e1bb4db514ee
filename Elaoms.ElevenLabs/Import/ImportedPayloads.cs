using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Intake;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Api;

namespace Elaoms.ElevenLabs.Import;

/// <summary>Stores conversations and recordings as the payloads that the platform would deliver them in.</summary>
public sealed class ImportedPayloads(PayloadIntake intake, SpoolDirectory spool, ElaomsSettings settings)
{
    // A multiple of three bytes is base64 without a rest.
    private const int PieceBytes = 48 << 10;

    /// <summary>Stores a conversation.</summary>
    public async Task StoreAsync(ConversationBody conversation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var body = new SpooledBody(spool.Path);
        body.Append(conversation.Bytes);
        await intake.StoreAsync(conversation.NameAt(now), body, isFetched: true, cancellationToken);
    }

    /// <summary>Stores a recording as the payload that the platform would deliver it in.</summary>
    /// <exception cref="ElevenLabsException">It is larger than a delivery may be.</exception>
    public async Task StoreAudioAsync(
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
        await intake.StoreAsync(name, body, isFetched: true, cancellationToken);
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

    private static string Json(string? text) => text is null ? "null" : $"\"{JsonEncodedText.Encode(text)}\"";
}
