using System.Text;
using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Calls;
using Elaoms.Core.Recall;
using Elaoms.Core.Recall.Counts;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Recall;

/// <summary>The token and the user id that the answer at the start of a call gives.</summary>
public sealed class CallOfAnswerTests : IDisposable
{
    private static readonly ElaomsSettings Settings = TestSettings.In("/nowhere") with
    {
        Tenants = new Tenants(new Dictionary<string, string>(StringComparer.Ordinal) { ["acmes"] = "acme" }),
    };

    private static readonly CallerKeys Keys = new(Settings);
    private static readonly CallerKey Sam = Key(CallerKind.Phone, "+12025550123");
    private static readonly CallerKey Ann = Key(CallerKind.Phone, "+12025550177");

    private readonly DocumentsInMemory<CallerProfile> _profiles = new();
    private readonly FixedClock _clock = new();
    private readonly ElaomsMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Caller_and_called_are_the_tokens_and_the_caller_has_the_platforms_id()
    {
        var (token, userId) = await AnswerAsync(new ClientDataRequest("+12025550123", null, "+12025550177"));

        Assert.Equal(new CallerToken(Tenants.Default, new CallerPlace(Sam), new CallerPlace(Ann)), token);
        Assert.Equal(Keys.UserIdOf(Sam), userId);
    }

    [Fact]
    public async Task Called_number_that_is_hidden_or_missing_is_nobodys()
    {
        Assert.Null((await AnswerAsync(new ClientDataRequest("+12025550123", null, "anonymous"))).Token.Called);
        Assert.Null((await AnswerAsync(new ClientDataRequest("+12025550123", null))).Token.Called);
    }

    [Fact]
    public async Task Application_that_names_its_user_decides_and_keeps_its_own_id()
    {
        var (token, userId) = await AnswerAsync(new ClientDataRequest("+12025550123", null, "+12025550177", "u1"));

        Assert.Equal(new CallerToken(Tenants.Default, new CallerPlace(Key(CallerKind.User, "u1")), Called: null), token);
        Assert.Null(userId);
    }

    [Fact]
    public async Task Caller_that_is_hidden_opens_nobodys_memory_and_has_no_id()
        => Assert.Equal(
            (CallerToken.ForNobody("acme"), null), await AnswerAsync(new ClientDataRequest("anonymous", "acmes", "+12025550177")));

    [Fact]
    public async Task Fault_opens_nobodys_memory()
    {
        var answer = await ClientData(new DisturbedDocuments<CallerProfile>(() => throw new IOException()))
            .AnswerAsync(new ClientDataRequest("+12025550123", null, "+12025550177"), CancellationToken.None);

        Assert.Equal(CallerToken.ForNobody(Tenants.Default), new CallerTokens(Settings, _clock).Read(answer.CallerToken).Token);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Line_has_a_profile_of_the_time_before_lines_had_a_kind(bool isKindCertain, bool isFormer)
    {
        var (line, user) = (Key(CallerKind.Line, "front desk"), Key(CallerKind.User, "front desk"));
        await _profiles.TryWriteAsync(
            user, new CallerProfile { Revision = 1, IsKindCertain = isKindCertain }, replaces: null, CancellationToken.None);

        var (token, userId) = await AnswerAsync(new ClientDataRequest("front desk", null));

        Assert.Equal(isFormer ? new CallerPlace(user, IsFormer: true) : new CallerPlace(line), token.Caller);
        Assert.Equal(Keys.UserIdOf(line), userId);
    }

    [Fact]
    public void Request_is_read_field_by_field()
    {
        Assert.Equal(
            new ClientDataRequest("c", "a", "n", "u"),
            Parse("""{"caller_id":"c","agent_id":"a","called_number":"n","app_user_id":"u","call_sid":"s"}"""));
        Assert.Equal(new ClientDataRequest(null, null), Parse("{}"));
        Assert.Null(Parse("[]"));
        Assert.Null(Parse(""));
    }

    private static ClientDataRequest? Parse(string body) => ClientDataRequest.Parse(Encoding.UTF8.GetBytes(body));

    private async Task<(CallerToken Token, string? UserId)> AnswerAsync(ClientDataRequest request)
    {
        var answer = await ClientData(_profiles).AnswerAsync(request, CancellationToken.None);
        return (new CallerTokens(Settings, _clock).Read(answer.CallerToken).Token!, answer.UserId);
    }

    private ClientData ClientData(IDocumentStore<CallerProfile> profiles) => new(
        profiles, Keys, new CallerTokens(Settings, _clock),
        new RecallDeadline(_metrics, _clock, NullLogger<RecallDeadline>.Instance),
        new SharedLines(Settings, _metrics, NullLogger<SharedLines>.Instance),
        new RecallCounter(new DocumentsInMemory<RecallCounts>(), _clock), Settings);

    private static CallerKey Key(CallerKind kind, string identity) => Keys.Of(new Caller(kind, identity), Tenants.Default);
}
