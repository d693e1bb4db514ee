using System.Globalization;
using Elaoms.Core.Settings;
using Elaoms.Tests.Operators;
using Elaoms.WebConsole.SignIn;
using Xunit;

namespace Elaoms.Tests.WebConsole;

/// <summary>Which cookies are a session.</summary>
public sealed class ConsoleSessionsTests
{
    private static readonly OperatorKey Anna = new("anna", OperatorRole.Operator, OperatorApi.Operator);

    private readonly MovableClock _clock = new();

    [Fact]
    public void Cookie_says_who_is_signed_in_on_every_instance_with_the_same_keys()
    {
        var cookie = Sessions(Anna).Begin(Anna.Key);

        var session = Sessions(Anna).Read(cookie)!;

        Assert.Equal(("anna", OperatorRole.Operator), (session.Who.Name, session.Who.Role));
        Assert.DoesNotContain(Anna.Key, cookie, StringComparison.Ordinal);
        Assert.True(Sessions(Anna).IsTokenOf(session, Sessions(Anna).TokenOf(session)));
    }

    [Fact]
    public void Cookie_ends_after_twelve_hours_and_with_its_key()
    {
        var sessions = Sessions(Anna);
        var cookie = sessions.Begin(Anna.Key);

        Assert.Null(Sessions(Anna with { Key = OperatorApi.Reader }).Read(cookie));
        Assert.Null(Sessions().Read(cookie));
        Assert.Equal(OperatorRole.Reader, Sessions(Anna with { Role = OperatorRole.Reader }).Read(cookie)!.Who.Role);
        _clock.Advance(TimeSpan.FromHours(11.9));
        Assert.NotNull(sessions.Read(cookie));
        _clock.Advance(TimeSpan.FromHours(0.2));
        Assert.Null(sessions.Read(cookie));
    }

    [Fact]
    public void Another_session_key_signs_everybody_out()
    {
        var cookie = Sessions(Anna).Begin(Anna.Key);

        Assert.Null(new ConsoleSessions(Settings([Anna]) with { OperatorSessionKey = new string('s', 32) }, _clock).Read(cookie));
        Assert.Null(new ConsoleSessions(Settings([Anna]) with { CallerHashKey = new string('c', 32) }, _clock).Read(cookie));
    }

    [Fact]
    public void Token_of_another_session_is_none()
    {
        var sessions = Sessions(Anna);
        var (one, other) = (sessions.Read(sessions.Begin(Anna.Key))!, sessions.Read(sessions.Begin(Anna.Key))!);

        Assert.False(sessions.IsTokenOf(one, sessions.TokenOf(other)));
        Assert.All(
            ["", " ", null, sessions.TokenOf(one)[..^1], sessions.TokenOf(one) + "0"],
            token => Assert.False(sessions.IsTokenOf(one, token)));
    }

    [Fact]
    public void Ten_thousand_forged_cookies_and_tokens_are_none()
    {
        var sessions = Sessions(Anna);
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var cookie = sessions.Begin(Anna.Key);
        var session = sessions.Read(cookie)!;
        var token = sessions.TokenOf(session);
        for (var forged = 0; forged < 10_000; forged++)
        {
            var changed = Forge(cookie, random);
            var place = string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {changed}");
            Assert.True(changed == cookie || sessions.Read(changed) is null, place);
            var other = Forge(token, random);
            place = string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {other}");
            Assert.True(other == token || !sessions.IsTokenOf(session, other), place);
        }

        Assert.NotNull(sessions.Read(cookie));
    }

    private static string Forge(string cookie, Random random)
    {
        var at = random.Next(cookie.Length);
        return random.Next(5) switch
        {
            0 => cookie[..at],
            1 => cookie.Remove(at, 1),
            2 => cookie.Insert(at, ((char)random.Next(32, 0x250)).ToString()),
            3 => string.Join('.', cookie.Split('.').OrderBy(_ => random.Next())),
            _ => string.Concat(cookie.Select((letter, place) => place == at ? (char)(letter ^ (1 << random.Next(7))) : letter)),
        };
    }

    private ConsoleSessions Sessions(params OperatorKey[] keys) => new(Settings(keys), _clock);

    private static ElaomsSettings Settings(IReadOnlyList<OperatorKey> keys) => TestSettings.In("none") with { OperatorKeys = keys };
}
