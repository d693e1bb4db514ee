using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Exports;

/// <summary>
/// Exports a caller's payloads and recordings, byte for byte. A conversation belongs to whom its newest payload names; an older payload of
/// it that names somebody else is left out, and one that nobody can read as well.
/// </summary>
public sealed class ExportPayloads(IPayloadArchive archive, CallersOfPayload callers)
{
    /// <summary>Exports a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="caller">Whose it is.</param>
    /// <param name="isOfRecord">Whether the caller's record was learned from it.</param>
    /// <param name="target">Takes the files.</param>
    internal async Task<ExportedPayload> ExportAsync(
        PayloadName payload, CallerKey caller, bool isOfRecord, IExportTarget target, CancellationToken cancellationToken)
    {
        if (!isOfRecord && ReasonAgainst(await callers.ReadAsync(payload, cancellationToken), caller) is { } reason)
            return new ExportedPayload(payload, File: null, Recording: null, reason);
        if (!await CopyAsync(await archive.OpenAsync(payload, cancellationToken), FileOf(payload.Value), target, cancellationToken))
            return new ExportedPayload(payload, File: null, Recording: null, "It was deleted meanwhile.");
        var audio = payload.IsRecording ? await archive.OpenAudioAsync(payload, cancellationToken) : null;
        var hasAudio = await CopyAsync(audio, FileOf(payload.AudioName), target, cancellationToken);
        return new ExportedPayload(payload, FileOf(payload.Value), hasAudio ? FileOf(payload.AudioName) : null, LeftOut: null);
    }

    private static string? ReasonAgainst(PayloadCallers named, CallerKey caller) => named switch
    {
        { IsReadable: false } => "It can't be read, so nobody can tell whom it names.",
        { Callers.Count: > 0 } when !named.Callers.Contains(caller) => "It names somebody else.",
        _ => null,
    };

    private static string FileOf(string name) => "payloads/" + name;

    // False when there is nothing to copy.
    private static async Task<bool> CopyAsync(Stream? stored, string name, IExportTarget target, CancellationToken cancellationToken)
    {
        if (stored is null)
            return false;
        await using (stored)
        {
            await using var file = await target.CreateAsync(name, cancellationToken);
            await stored.CopyToAsync(file, cancellationToken);
        }

        return true;
    }
}
