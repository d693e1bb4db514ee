using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Processing.Applying;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Changes;

/// <summary>One caller's calls and changes over a storage, by the hour in which they happened.</summary>
internal sealed class ChangesBench(Stores stores, LearningBench bench, string number)
{
    private const string Lives = "I live in ";

    private readonly string _prefix = number[^6..];

    public CallerKey Key => bench.KeyOf(number);

    public StoredChanges Changes => stores.Get<StoredChanges>();

    public static DateTimeOffset At(int hour) => DateTimeOffset.FromUnixTimeSeconds(Payloads.Recent).AddHours(hour);

    /// <summary>A call. Of who lives somewhere, the platform collects where.</summary>
    public byte[] Body(int hour, params string[] texts)
    {
        var body = Payloads.Call(number, $"conv_{_prefix}_{hour:00}", At(hour).ToUnixTimeSeconds() + 60, texts);
        if (texts.LastOrDefault(text => text.StartsWith(Lives, StringComparison.Ordinal)) is not { } lives)
            return body;
        var json = JsonNode.Parse(body)!;
        json["data"]!["analysis"] = new JsonObject
        {
            ["data_collection_results"] = new JsonObject { ["home"] = new JsonObject { ["value"] = lives[Lives.Length..].TrimEnd('.') } },
        };
        return WebhookCaller.Bytes(json.AsObject());
    }

    public Task<Receipt> LearnAsync(int hour, params string[] texts) => bench.LearnAsync(Body(hour, texts), receivedAt: At(0));

    public async Task<Receipt> LearnAgainAsync(int hour, params string[] texts)
    {
        await stores.Receipts.DeleteAsync(Stores.NameOf(Body(hour, texts), At(0)), CancellationToken.None);
        return await LearnAsync(hour, texts);
    }

    public CallerChange Change(int hour, ChangeKind kind, string? fact = null, string? value = null, string? old = null) => new()
    {
        Id = $"at-{hour}",
        At = At(hour),
        By = "test",
        Kind = kind,
        Fact = fact,
        Value = value,
        Forgets = old is null
            ? []
            : [.. Changes.ValuesOf(Key).Of(old, fact, value)
                .Select(one => kind == ChangeKind.RejectName ? one with { Fact = "name" } : one)],
    };

    public Task<bool> ChangeAsync(int hour, ChangeKind kind, string? fact = null, string? value = null, string? old = null)
        => ChangeAsync(Change(hour, kind, fact, value, old));

    public Task<bool> ChangeAsync(CallerChange change) => stores.Get<ApplyChanges>().ApplyAsync(Key, change, CancellationToken.None);

    public Task<bool> ForgetAsync(int hour, string value, string? fact = null) => ChangeAsync(hour, ChangeKind.Forget, fact, old: value);

    public async Task<CallerRecord?> ReadAsync() => (await stores.Records.ReadAsync(Key, CancellationToken.None))?.Value;

    public async Task<CallerProfile?> ReadProfileAsync() => (await stores.Profiles.ReadAsync(Key, CancellationToken.None))?.Value;

    public async Task<ClientDataAnswer> BeginAsync()
        => await stores.Get<ClientData>().AnswerAsync(new ClientDataRequest(number, "agent_test"), CancellationToken.None);

    public async Task<SearchDataAnswer> SearchAsync(string query)
        => await stores.Get<SearchData>().AnswerAsync(
            new SearchDataRequest(query, SearchDataRequest.MaxCount) { CallerId = number }, token: null, CancellationToken.None);

    /// <summary>All that the record says, without what depends on the names of the conversations and on how often it was written.</summary>
    public async Task<string> TextAsync()
    {
        if (await ReadAsync() is not { Calls.Count: > 0 } record)
            return "nothing";
        var profile = await ReadProfileAsync();
        var known = record.Known();
        return string.Join(
            '\n',
            [
                .. record.Calls.Select(call => $"call {call.StartedAt:O} {call.Title} {call.Summary}"),
                .. record.Facts.Select(Text),
                .. record.Memories.Select(memory => $"memory {memory.Time:O} {memory.Sector} {memory.Salience} {memory.Text}"),
                .. known.Current.Select(fact =>
                    $"current {fact.Key}={fact.Value} since {fact.Since:O} last {fact.LastSaid:O} {fact.Count} {fact.Basis}"),
                $"sure {known.IsNameSure}",
                $"profile {profile?.Name} {profile?.IsNameUnsure} {profile?.Summary} {profile?.LastCallSummary} {profile?.CallCount} "
                    + $"{profile?.OpenRequests} {profile?.PeopleOnLine} {profile?.IsOptedOut} {profile?.Line} "
                    + string.Join(';', (profile?.Facts ?? new Dictionary<string, string>()).OrderBy(one => one.Key)),
            ]);
    }

    private static string Text(Fact fact)
        => $"fact {fact.ValidFrom:O} {fact.Key}={fact.Value} {fact.Ends} {fact.Basis} {fact.Source.Kind} {fact.Source.Turn} "
            + fact.Source.Quote;
}
