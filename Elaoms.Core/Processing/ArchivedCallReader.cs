using System.Security.Cryptography;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Processing;

/// <summary>Reads the call of an archived payload that brings a transcript.</summary>
public sealed class ArchivedCallReader(IPayloadArchive archive, SpoolDirectory spool, CallerKeys keys, ElaomsSettings settings)
{
    /// <summary>Reads a payload, and checks its bytes against its name.</summary>
    internal async Task<ArchivedCallResult> ReadAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        using var body = await SpooledBody.ReadAsync(archive, payload, spool, cancellationToken);
        if (body is null)
            return ArchivedCallResult.NotArchived;

        var bytes = body.AsMemory();
        if (Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) != payload.BodyHash)
            return ArchivedCallResult.Damaged;
        return Read(payload, bytes);
    }

    /// <summary>Whom a payload would teach that is not archived yet; null for nobody.</summary>
    /// <param name="payload">Its name.</param>
    /// <param name="bytes">The whole of it.</param>
    public CallerKey? TaughtBy(PayloadName payload, ReadOnlyMemory<byte> bytes) => Read(payload, bytes).Call?.Taught;

    private ArchivedCallResult Read(PayloadName payload, ReadOnlyMemory<byte> bytes)
    {
        if (PostCallEventReader.Read(bytes.Span) is not { } received)
            return ArchivedCallResult.NoJsonObject;
        return received.Type switch
        {
            PostCallEventType.Transcription => Read(payload, received, bytes, CallReader.Read),
            PostCallEventType.TranscriptionOtel => Read(payload, received, bytes, OtelCallReader.Read),
            _ => ArchivedCallResult.NoTranscript,
        };
    }

    private ArchivedCallResult Read(
        PayloadName payload, PostCallEvent received, ReadOnlyMemory<byte> bytes, Func<JsonElement, AgentIds, Call> read)
    {
        using var document = TolerantJson.ParseObject(bytes);
        if (document is null)
            return ArchivedCallResult.Failed($"The payload is nested deeper than {TolerantJson.MaxDepth} levels.");
        if (document.RootElement.Object("data") is not { } data)
            return ArchivedCallResult.NothingToLearn("No data.");

        var call = read(data, settings.PhoneUserIds);
        CallerKey? named = call.Caller is null ? null : keys.Of(call.Caller, settings.Tenants.Of(call.AgentId));
        return new ArchivedCallResult(
            ReceiptResult.Learned,
            Reason: null,
            new ArchivedCall(
                call, received.ConversationId ?? "payload:" + payload.BodyHash, received.EventTimestamp, named, ReasonAgainst(call)));
    }

    private static string? ReasonAgainst(Call call)
    {
        if (string.Equals(call.Status, "failed", StringComparison.OrdinalIgnoreCase))
            return "The call failed.";
        return call.CallerIdentification switch
        {
            CallerIdentification.Known => null,
            CallerIdentification.Hidden => "The caller withheld the number.",
            _ => "The payload names no caller.",
        };
    }
}

/// <summary>A call as its payload brought it.</summary>
/// <param name="Call">The call.</param>
/// <param name="ConversationId">Its conversation.</param>
/// <param name="EventTimestamp">When the platform sent it, in Unix seconds.</param>
/// <param name="Named">The caller whom it names; null when it names none.</param>
/// <param name="ReasonAgainst">Why it teaches nobody; null when it teaches <paramref name="Named"/>.</param>
internal sealed record ArchivedCall(Call Call, string ConversationId, double? EventTimestamp, CallerKey? Named, string? ReasonAgainst)
{
    /// <summary>Whom it teaches; null for nobody.</summary>
    public CallerKey? Taught => ReasonAgainst is null ? Named : null;

    /// <summary>
    /// When it began; else when it was sent, or the day on which it came. Never the clock: a later try must say the same.
    /// </summary>
    public DateTimeOffset BeganAt(PayloadName payload) => Call.StartedAt ?? EventTimestamp.AsUnixTime() ?? payload.Day;
}

/// <summary>What became of reading a payload.</summary>
/// <param name="Result"><see cref="ReceiptResult.Learned"/> when there is a call to learn from.</param>
/// <param name="Reason">Why there is none.</param>
/// <param name="Call">The call.</param>
internal sealed record ArchivedCallResult(ReceiptResult Result, string? Reason, ArchivedCall? Call = null)
{
    public static readonly ArchivedCallResult NotArchived = Failed("The payload is not in the archive.");

    public static readonly ArchivedCallResult Damaged = Failed("The archived payload is damaged: its content does not match its name.");

    public static readonly ArchivedCallResult NoJsonObject = Failed("The payload is not a JSON object.");

    public static readonly ArchivedCallResult NoTranscript = NothingToLearn("No transcript.");

    public static ArchivedCallResult Failed(string reason) => new(ReceiptResult.Failed, reason);

    public static ArchivedCallResult NothingToLearn(string reason) => new(ReceiptResult.NothingToLearn, reason);
}
