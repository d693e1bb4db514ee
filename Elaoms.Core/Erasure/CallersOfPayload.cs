using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Erasure;

/// <summary>Reads whom an archived payload names, as learning does; also of calls that teach nothing.</summary>
public sealed class CallersOfPayload(IPayloadArchive archive, SpoolDirectory spool, CallerKeys keys, ElaomsSettings settings)
{
    /// <summary>Reads a payload; nobody when it is gone.</summary>
    public async Task<PayloadCallers> ReadAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        if (payload.IsRecording)
            return await ReadRecordingAsync(payload, cancellationToken);
        using var body = await SpooledBody.ReadAsync(archive, payload, spool, cancellationToken);
        return body is null ? PayloadCallers.Nobody : Read(body.AsMemory());
    }

    private async Task<PayloadCallers> ReadRecordingAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        await using var content = await archive.OpenAsync(payload, cancellationToken);
        if (content is null)
            return PayloadCallers.Nobody;
        return await ShortenedJson.ReadAsync(content, cancellationToken) is { } shortened ? Read(shortened) : PayloadCallers.Unreadable;
    }

    /// <summary>Reads a payload that is not archived.</summary>
    /// <param name="bytes">The whole of it.</param>
    public PayloadCallers Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = TolerantJson.ParseObject(bytes);
        if (document is null)
            return PayloadCallers.Unreadable;
        if (document.RootElement.Object("data") is not { } data)
            return PayloadCallers.Nobody;

        return PostCallEventReader.Read(bytes.Span)?.Type switch
        {
            PostCallEventType.TranscriptionOtel => Naming(OtelCallReader.Read(data, settings.PhoneUserIds)),
            // The platform hands on what the carrier said, in the carrier's words; one of them is who was called.
            PostCallEventType.InitiationFailure =>
                Naming(Texts(data).Select(CallerOf).OfType<Caller>(), data.Text("agent_id", CallReader.MaxWordLength)),
            _ => Naming(CallReader.Read(data, settings.PhoneUserIds)),
        };
    }

    private PayloadCallers Naming(Call call) => call.Caller is null ? PayloadCallers.Nobody : Naming([call.Caller], call.AgentId);

    private PayloadCallers Naming(IEnumerable<Caller> callers, string? agentId)
        => new(IsReadable: true, [.. callers.Select(caller => keys.Of(caller, settings.Tenants.Of(agentId)))]);

    private static Caller? CallerOf(string text)
    {
        Caller.Read(text, out var caller);
        return caller;
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}

/// <summary>Whom a payload names.</summary>
/// <param name="IsReadable">Whether it could be read; what is not there names nobody.</param>
/// <param name="Callers">The callers' keys.</param>
public sealed record PayloadCallers(bool IsReadable, IReadOnlyCollection<CallerKey> Callers)
{
    /// <summary>It could not be read.</summary>
    public static readonly PayloadCallers Unreadable = new(IsReadable: false, []);

    /// <summary>It names nobody.</summary>
    public static readonly PayloadCallers Nobody = new(IsReadable: true, []);
}
