using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Calls;
using Elaoms.Core.Recall;
using Elaoms.Core.Recall.Counts;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Recall;

/// <summary>What the log says of a search: the caller's key, and the agent when it looks like one.</summary>
public sealed class SearchLogTests() : RecallTests(loggedEvent: 3002)
{
    private static readonly ElaomsSettings Settings = TestSettings.In("/nowhere");
    private static readonly CallerKeys Keys = new(Settings);
    private static readonly CallerKey Sam = Keys.Of(SampleRecords.Sam, Tenants.Default);

    [Theory]
    [InlineData("agent_71-x", "agent_71-x")]
    [InlineData("A", "A")]
    [InlineData(null, "?")]
    [InlineData("", "?")]
    [InlineData("+12025550123", "?")]
    [InlineData("7agent", "?")]
    [InlineData("agent 71", "?")]
    [InlineData("agent\nforged line", "?")]
    [InlineData("ägent", "?")]
    public async Task Agent_is_logged_when_it_looks_like_one(string? agent, string logged)
    {
        await SearchAsync(agent);

        Assert.Equal([$"3002 Searched the memory of caller {Sam.Abbreviation} for agent {logged}"], Log.Written);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task Agent_is_logged_up_to_64_characters(int length, bool isLogged)
    {
        var agent = new string('a', length);

        await SearchAsync(agent);

        Assert.EndsWith(isLogged ? $"for agent {agent}" : "for agent ?", Assert.Single(Log.Written), StringComparison.Ordinal);
    }

    private async Task SearchAsync(string? agent)
        => await new SearchData(
            new CallerIndexes(RecordHeads.Of(new DocumentsInMemory<RecordHead>()), Clock), [], Keys,
            new RecallDeadline(Metrics, Clock, NullLogger<RecallDeadline>.Instance),
            new SharedLines(Settings, Metrics, NullLogger<SharedLines>.Instance),
            new RecallCounter(new DocumentsInMemory<RecallCounts>(), Clock), Settings, Metrics, Clock,
            Logs.CreateLogger<SearchData>())
            .AnswerAsync(
                new SearchDataRequest("parrots", 10) { CallerId = "+12025550123", AgentId = agent }, token: null, CancellationToken.None);
}
