using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Operators;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Exports;

/// <summary>
/// Exports all that is stored of a caller: the payloads as they came, <c>caller.json</c> for programs and <c>caller.html</c> for people. It
/// reaches as far as erasing does. A large caller takes no more memory than a small one, but for the list of calls and facts.
/// </summary>
public sealed class ExportCaller(
    FindCaller find,
    CallerRecords records,
    CollectDocuments documents,
    CollectTraces traces,
    ExportPayloads payloads,
    CallerKeys keys,
    ElaomsSettings settings,
    TimeProvider time)
{
    /// <summary>The file for programs.</summary>
    public const string Json = "caller.json";

    /// <summary>The page for people.</summary>
    public const string Html = "caller.html";

    /// <summary>Exports a caller.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="target">Takes the files.</param>
    /// <param name="reached">Told how many steps of how many are done; null when nobody is to be told.</param>
    /// <returns>What was exported; null when nothing is stored of the caller, and nothing was written.</returns>
    /// <exception cref="IOException">A call was learned meanwhile. Begin anew, with another target.</exception>
    public async Task<ExportSummary?> ExportAsync(
        CallerKey caller, IExportTarget target, CancellationToken cancellationToken, Func<int, int, Task>? reached = null)
    {
        var kept = await find.FindAsync(caller, cancellationToken);
        var record = await RecordOutline.ReadAsync(records, caller, cancellationToken);
        var stored = await documents.CollectAsync(caller, cancellationToken);
        if (!kept.Any && record is null && !stored.Any)
            return null;

        // The calls are written twice: for programs, and for people.
        var (done, total) = (0, kept.Payloads.Count + (2 * (record?.Calls.Count ?? 0)));
        var content = new ExportContent
        {
            Key = caller,
            UserId = keys.UserIdOf(caller),
            MadeAt = time.GetUtcNow(),
            Record = record,
            Told = AgentView.Of(stored.Profile, agentId: null, settings),
            Documents = stored,
            Traces = await traces.CollectAsync(kept, cancellationToken),
            Payloads = await ExportPayloadsAsync(),
        };
        await using (var file = await target.CreateAsync(Json, cancellationToken))
            await ExportJson.WriteAsync(content, file, StepAsync, cancellationToken);
        await using (var file = await target.CreateAsync(Html, cancellationToken))
            await ExportHtml.WriteAsync(content, file, StepAsync, cancellationToken);
        return new ExportSummary(
            record?.Calls.Count ?? 0,
            content.Payloads.Count(payload => payload.File is not null),
            content.Payloads.Count(payload => payload.Recording is not null),
            content.Payloads.Count(payload => payload.LeftOut is not null));

        async Task<IReadOnlyList<ExportedPayload>> ExportPayloadsAsync()
        {
            var ofRecord = (record?.Calls ?? []).Select(call => call.Payload).ToHashSet(StringComparer.Ordinal);
            var exported = new List<ExportedPayload>();
            foreach (var payload in kept.Payloads.OrderBy(payload => payload.Value, StringComparer.Ordinal))
            {
                exported.Add(await payloads.ExportAsync(payload, caller, ofRecord.Contains(payload.Value), target, cancellationToken));
                await StepAsync();
            }

            return exported;
        }

        Task StepAsync() => reached?.Invoke(++done, total) ?? Task.CompletedTask;
    }
}

/// <summary>What was exported.</summary>
/// <param name="Calls">How many calls of the record.</param>
/// <param name="Payloads">How many payloads.</param>
/// <param name="Recordings">How many recordings.</param>
/// <param name="LeftOut">How many payloads were left out; <c>caller.json</c> says why.</param>
public sealed record ExportSummary(int Calls, int Payloads, int Recordings, int LeftOut);
