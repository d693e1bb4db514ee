using System.Globalization;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Records;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Import;

/// <summary>
/// Counts what an import would bring and changes nothing. Lists name no caller, so it reads the same details as the import.
/// </summary>
public sealed class SurveyConversations(ConversationPages pages, CallerRecords records)
{
    /// <summary>Counts.</summary>
    /// <param name="request">Which conversations.</param>
    /// <param name="progress">Told after each page.</param>
    public async Task<ImportSurvey> RunAsync(
        ImportRequest request, IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        var survey = new ImportSurvey();
        await foreach (var page in pages.ReadAsync(request.Pages(from: null), TakeAsync, cancellationToken))
        {
            survey.Progress = page;
            progress.Report(page);
        }

        return survey;

        async Task<ConversationOutcome> TakeAsync(FoundConversation found, CancellationToken token)
        {
            survey.Add(found.Listed);
            if (found.Caller is { } caller && survey.IsFirstOf(caller) && await records.ReadETagAsync(caller, token) is null)
                survey.AddNewCaller();
            return found.Outcome;
        }
    }
}

/// <summary>What an import would bring.</summary>
public sealed class ImportSurvey
{
    // 100 MB, and some thousand lines: more is counted together.
    private const int MostCallers = 1_000_000;
    private const int MostGroups = 1000;
    private const string Others = "others";

    private readonly Lock _lock = new();
    private readonly HashSet<CallerKey> _callers = [];
    private readonly SortedDictionary<string, SortedDictionary<string, long>> _groups = new(StringComparer.Ordinal);

    /// <summary>What would become of the conversations.</summary>
    public ImportProgress Progress { get; internal set; } = ImportProgress.Nothing;

    /// <summary>How many listed conversations there are, by agent, channel, month and status, and each of these by value.</summary>
    public IReadOnlyDictionary<string, SortedDictionary<string, long>> Groups => _groups;

    /// <summary>How many callers the conversations that would be imported are of.</summary>
    public int Callers => _callers.Count;

    /// <summary>How many of these have no record yet.</summary>
    public int NewCallers { get; private set; }

    internal void Add(ConversationSummary listed)
    {
        lock (_lock)
        {
            Count("agent", listed.AgentName is { Length: > 0 } name ? $"{name} ({listed.AgentId})" : listed.AgentId);
            Count("channel", listed.Direction is { } direction
                ? $"{listed.ConversationInitiationSource} {direction}"
                : listed.ConversationInitiationSource);
            Count("month", listed.StartTimeUnixSecs is >= 0 and < 1e11 and var start
                ? DateTimeOffset.UnixEpoch.AddSeconds(start).ToString("yyyy-MM", CultureInfo.InvariantCulture)
                : null);
            Count("status", listed.Status);
        }
    }

    internal bool IsFirstOf(CallerKey caller)
    {
        lock (_lock)
            return _callers.Count < MostCallers && _callers.Add(caller);
    }

    internal void AddNewCaller()
    {
        lock (_lock)
            NewCallers++;
    }

    private void Count(string group, string? value)
    {
        if (!_groups.TryGetValue(group, out var counts))
            _groups[group] = counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var name = Plain(value);
        if (counts.Count >= MostGroups && !counts.ContainsKey(name))
            name = Others;
        counts[name] = counts.GetValueOrDefault(name) + 1;
    }

    // It goes to terminals.
    private static string Plain(string? value)
        => value is { Length: > 0 } ? string.Concat(value.Take(100).Select(c => char.IsControl(c) ? ' ' : c)) : "unknown";
}
