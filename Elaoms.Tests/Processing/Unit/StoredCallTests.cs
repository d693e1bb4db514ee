using Elaoms.Core.Calls;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>A call as its record holds it.</summary>
public sealed class StoredCallTests
{
    private static readonly PastCall Past = SampleRecords.Extracted("c", 0).Call with
    {
        AgentId = "agent",
        DurationSeconds = 61.5,
        Title = "Title",
        Summary = "Summary",
        Language = "en",
        Outcome = "success",
    };

    [Fact]
    public void Call_has_what_was_stored_of_it()
        => Assert.Equivalent(
            new Call
            {
                CallerIdentification = CallerIdentification.Known,
                Caller = SampleRecords.Sam,
                AgentId = "agent",
                StartedAt = FixedClock.Start,
                DurationSeconds = 61.5,
                Title = "Title",
                Summary = "Summary",
                Language = "en",
                Outcome = "success",
                IsUnresolved = false,
                Turns = [],
                Collected = [],
            },
            StoredCall.Of(SampleRecords.Empty, Past),
            strict: true);

    [Theory]
    [InlineData("failure", null, null, true)]
    [InlineData("FAILURE", null, null, true)]
    [InlineData("success", null, null, false)]
    [InlineData(null, "c", FactSource.FailedCall, true)]
    [InlineData("success", "c", FactSource.FailedCall, true)]
    [InlineData(null, "d", FactSource.FailedCall, false)]
    [InlineData(null, "c", FactSource.Statement, false)]
    public void Call_is_unresolved_if_it_failed_or_left_an_errand(string? outcome, string? conversation, string? source, bool isUnresolved)
        => Assert.Equal(
            isUnresolved,
            StoredCall.Of(
                SampleRecords.Empty with { Facts = conversation is null ? [] : [Fact("open_request", "card", conversation, source!)] },
                Past with { Outcome = outcome }).IsUnresolved);

    [Fact]
    public void Turns_are_those_of_the_call_in_their_order()
        => Assert.Equal(
            [new Turn(0, "agent", "a", -2.5), new Turn(2, "user", "b", 0), new Turn(5, "user", "c", 61.5)],
            StoredCall.Of(
                SampleRecords.Empty with
                {
                    Memories =
                    [
                        Memory("c", 5, "user", "c", 61.5), Memory("c", 0, "agent", "a", -2.5), Memory("c", 2, "user", "b", 0),
                        Memory("d", 1, "user", "of another call", 1), Memory("c", null, "user", "no turn", 1),
                        Memory("c", 3, null, "nobody's", 1),
                    ],
                },
                Past).Turns);

    [Fact]
    public void Collected_values_are_those_that_became_facts_of_the_call()
        => Assert.Equal(
            [new CollectedValue("plan", "gold"), new CollectedValue("home", "Graz")],
            StoredCall.Of(
                SampleRecords.Empty with
                {
                    Facts =
                    [
                        Fact("plan", "gold", "c", FactSource.DataCollection), Fact("home", "Graz", "c", FactSource.DataCollection),
                        Fact("home", "Linz", "d", FactSource.DataCollection), Fact("home", "Wels", "c", FactSource.Statement),
                        Fact("home", "Enns", "c", FactSource.DataCollection) with { Ends = true },
                    ],
                },
                Past).Collected);

    private static Fact Fact(string key, string value, string conversation, string source)
        => new(key, value, FixedClock.Start, new FactSource(conversation, source));

    private static Memory Memory(string conversation, int? turn, string? role, string text, double seconds)
        => new(text, text, Sector.Episodic, Salience.Low, FixedClock.Start.AddSeconds(seconds), role, conversation, turn);
}
