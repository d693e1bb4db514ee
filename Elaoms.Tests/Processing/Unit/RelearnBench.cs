using Elaoms.Core.Processing;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Records;
using Elaoms.Tests.Server;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>Calls that were learned by older rules, in memory. By today's rules each call says that the caller is called Sam.</summary>
internal sealed class RelearnBench : IDisposable
{
    public const int FormerRules = CallExtractor.RulesVersion - 1;

    public LearningInMemory Learning { get; } = new(sources: new GivenFacts(new ExtractedFact("name", "Sam", FactSource.Statement)));

    /// <summary>What was reported, in order.</summary>
    public List<RelearnProgress> Reported { get; } = [];

    /// <summary>A call that began so many days before the clock's day, at the same time.</summary>
    public static byte[] Call(string number, string conversation, int daysAgo = 0)
        => Payloads.Call(number, conversation, FixedClock.Start.AddDays(-daysAgo).ToUnixTimeSeconds() + 60, "Hello.");

    /// <summary>Learns a call of a number that came on the day it began.</summary>
    public async Task<PayloadName> LearnAsync(string number, string conversation, int daysAgo = 0)
    {
        var payload = Learning.Store(Call(number, conversation, daysAgo), FixedClock.Start.AddDays(-daysAgo));
        await Learning.Learn.LearnAsync(payload, 1, isReplay: false, CancellationToken.None);
        return payload;
    }

    /// <summary>Makes the calls of a record ones of older rules, which found that the caller likes tea.</summary>
    /// <param name="number">Whose calls.</param>
    /// <param name="conversations">Which of them; none for all.</param>
    public async Task MakeOlderAsync(string number, params string[] conversations)
    {
        var key = Learning.KeyOf(number);
        var record = (await Learning.ReadAsync(number))!;
        var older = record.Calls
            .Where(call => conversations.Length == 0 || conversations.Contains(call.ConversationId, StringComparer.Ordinal)).ToList();
        var former = record with
        {
            Calls =
            [
                .. record.Calls.Select(call => older.Contains(call)
                    ? call with { PayloadVersion = call.PayloadVersion with { Rules = FormerRules }, IsKindCertain = false }
                    : call),
            ],
            Facts =
            [
                .. older.Select(call => new Fact(
                    "likes", "tea", call.StartedAt, new FactSource(call.ConversationId, FactSource.Statement))),
                .. record.Facts.Where(fact => older.TrueForAll(call => call.ConversationId != fact.Source.ConversationId)),
            ],
        };
        await Learning.Heads.WriteAsync(key, former.Head());
        await Learning.Profiles.WriteAsync(key, ProfileBuilder.Build(former));
        foreach (var call in older)
        {
            var claim = new ConversationClaim(call.PayloadVersion with { Rules = FormerRules }, call.Payload, key.Value, []);
            await Learning.Claims.WriteAsync(PayloadName.Parse(call.Payload)!.ConversationHash, claim);
        }
    }

    public Task<RelearnProgress> RunAsync(RelearnRequest? request = null, CancellationToken cancellationToken = default)
        => Learning.Relearn.RunAsync(request ?? new RelearnRequest(), new Reports(Reported), cancellationToken);

    public Task<RelearnProgress> RunAsync(params string[] numbers)
        => RunAsync(new RelearnRequest(Callers: [.. numbers.Select(Learning.KeyOf)]));

    public async Task<IEnumerable<(string Key, string Value)>> FactsAsync(string number)
        => (await Learning.ReadAsync(number))!.Facts.Select(fact => (fact.Key, fact.Value));

    public void Dispose() => Learning.Dispose();

    private sealed class Reports(List<RelearnProgress> reported) : IProgress<RelearnProgress>
    {
        public void Report(RelearnProgress value)
        {
            lock (reported)
                reported.Add(value);
        }
    }
}
