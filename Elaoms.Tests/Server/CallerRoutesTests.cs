using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Elaoms.Cli.Erasing;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Tests.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>
/// A caller is the same on every route, and nobody is found from another tenant. Lengthen the runs with <c>ELAOMS_PROPERTY_COUNT</c>.
/// </summary>
public sealed partial class CallerRoutesTests
{
    private const string NumbersAgent = "agent_numbers";

    /// <summary>Where an id comes from: what carries it in a payload, and how the other routes are asked for the same caller.</summary>
    private static readonly (string Name, string Data, string ClientData, string SearchData, CallerKind? Kind)[] Channels =
    [
        ("telephone", """{"metadata":{"phone_call":{"direction":"inbound","external_number":ID}}}""", "caller_id", "user_id", null),
        ("telephone, outbound", """{"metadata":{"phone_call":{"direction":"outbound","external_number":ID}}}""", "caller_id", "caller_id",
            null),
        ("variable",
            """{"metadata":{"conversation_initiation_source":"genesys"},"conversation_initiation_client_data":{"dynamic_variables":"""
                + """{"system__caller_id":ID}}}""", "caller_id", "caller_id", null),
        ("WhatsApp", """{"metadata":{"whatsapp":{"whatsapp_user_id":ID}}}""", "caller_id", "user_id", null),
        ("SMS", """{"metadata":{"sms":{"direction":"inbound","sms_user_phone_number":ID}}}""", "caller_id", "caller_id", null),
        ("application", """{"user_id":ID}""", "app_user_id", "app_user_id", CallerKind.User),
        ("application, other field", """{"conversation_initiation_client_data":{"user_id":ID}}""", "app_user_id", "app_user_id",
            CallerKind.User),
        ("application of numbers", """{"agent_id":"agent_numbers","user_id":ID}""", "app_user_id", "app_user_id", CallerKind.User),
    ];

    // Half a surrogate pair does not survive JSON.
    private static readonly Gen<string> Ids = Gen.OneOf(
        CallerIds.Any.Select(id => string.Concat(id.EnumerateRunes())),
        Gen.Elements(
            "+12025550123", "12025550123", "2025550123", "sip:1001@pbx.example", "anna", "US.13491208655302741918", "Unknown Caller",
            "{{x}}", "000",
            "elaoms_0123456789abcdef0123456789abcdef", "222"));

    [Fact]
    public async Task Caller_is_the_same_on_every_route()
    {
        await using var server = await TestServer.StartAsync(settings => settings[SettingNames.UserIdIsPhone] = NumbersAgent);
        var calls = 0;

        Property.CheckSome(from id in Ids from channel in Gen.Elements(Channels) select (Id: id, Channel: channel), async tried =>
        {
            var (id, channel) = tried;
            var word = string.Create(CultureInfo.InvariantCulture, $"zqword{++calls}x");
            await server.TeachAsync(CallOf(DataOf(channel.Data, id), $"conv_{calls}", word));

            var agent = channel.Name == "application of numbers" ? NumbersAgent : "agent_test";
            var begun = (await server.Webhooks.ClientDataAsync(Body(agent, channel.ClientData, id))).IsOk();
            var found = await SearchAsync(server, Body(agent, channel.SearchData, id, word), token: null);
            var foundByToken = await SearchAsync(server, Body(agent, null, null, word), begun.CallerToken);
            var foundByBoth = await SearchAsync(server, Body(agent, channel.SearchData, id, word), begun.CallerToken);

            // What is learned is known at the next start, found with and without the token, and erased by the same words. What teaches
            // nobody is nobody's on every route.
            var memories = (await server.Stored.RecordsAsync()).SelectMany(record => record.Memories);
            var isKnown = memories.Any(memory => memory.Text.Contains(word, StringComparison.Ordinal));
            Assert.Equal(isKnown, begun.CallCount > 0);
            Assert.Equal((isKnown, isKnown, isKnown), (Holds(found, word), Holds(foundByToken, word), Holds(foundByBoth, word)));
            Caller.ReadUserId(id, out var number, areNumbersPhones: true);
            var isPhone = agent == NumbersAgent && number is { Kind: CallerKind.Phone };
            Assert.Equal(isKnown, await IsErasedAsync(server, isPhone ? null : channel.Kind, id));
        });
    }

    // What the platform calls one, an application may call another: neither is given the other's.
    [Fact]
    public async Task Line_and_application_never_meet_whatever_their_ids()
    {
        await using var server = await TestServer.StartAsync();
        var calls = 0;

        Property.CheckSome(Ids, async id =>
        {
            var number = (++calls).ToString(CultureInfo.InvariantCulture);
            var (line, app) = ($"zqline{number}x", $"zqapp{number}x");
            await server.TeachAsync(CallOf(DataOf(Channels[0].Data, id), $"conv_line_{calls}", line));
            await server.TeachAsync(CallOf(DataOf(Channels[5].Data, id), $"conv_app_{calls}", app));

            foreach (var (field, other) in ((string, string)[])[("caller_id", app), ("app_user_id", line)])
            {
                var begun = (await server.Webhooks.ClientDataAsync(Body("agent_test", field, id))).IsOk();
                Assert.DoesNotContain(other, begun.Text, StringComparison.Ordinal);
                var query = $"{line} {app}";
                var openly = await SearchAsync(server, Body("agent_test", field, id, query), token: null);
                Assert.DoesNotContain(other, openly, StringComparison.Ordinal);
                foreach (var asked in (string?[])[null, "user_id", "caller_id", "app_user_id"])
                {
                    var found = await SearchAsync(server, Body("agent_test", asked, id, query), begun.CallerToken);
                    Assert.DoesNotContain(other, found, StringComparison.Ordinal);
                }
            }

            // Where both have a record, an id without a token is the line's.
            var plain = await SearchAsync(server, Body("agent_test", "user_id", id, $"{line} {app}"), token: null);
            Assert.DoesNotContain(app, plain, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Nothing_of_one_tenant_is_ever_found_from_another()
    {
        string[] agents = ["agent_acme_1", "agent_acme_2", "agent_globex", "agent_default", "agent_none"];
        await using var server = await TestServer.StartAsync(settings =>
        {
            settings["TENANT:agent_acme_1"] = settings["TENANT:Agent_Acme_2"] = "acme";
            settings["TENANT:agent_globex"] = "globex";
            settings["TENANT:agent_default"] = "default";
            settings[SettingNames.UserIdIsPhone] = "agent_acme_2";
        });
        var tenants = server.Get<ElaomsSettings>().Tenants;
        // The same callers everywhere: nothing but the agent tells one tenant's from another's.
        (string Id, int Channel)[] callers =
            [("+12025550123", 0), ("+12025550123", 5), ("sip:1001@pbx.example", 0), ("anna", 0), ("anna", 5), ("12025550199", 3)];
        var calls = 0;
        foreach (var (agent, at) in agents.Select((agent, at) => (agent, at)))
        {
            foreach (var (id, channel) in callers)
            {
                var data = Of(agent, DataOf(Channels[channel].Data, id));
                await server.TeachAsync(CallOf(data, $"conv_{++calls}", WordOf(tenants.Of(agent))));
            }
        }

        Property.Check(
            from agent in Gen.Elements(agents)
            from other in Gen.Elements(agents)
            from caller in Gen.Elements(callers)
            from route in Gen.Choose(0, 5)
            select (Agent: agent, Other: other, Caller: caller, Route: route),
            async tried =>
            {
                var (agent, other, (id, channel), route) = tried;
                var (own, words) = (tenants.Of(agent), string.Join(' ', tenants.Names.Select(WordOf)));
                var (begin, search) = (Channels[channel].ClientData, Channels[channel].SearchData);
                var begun = (await server.Webhooks.ClientDataAsync(Body(agent, begin, id))).IsOk();
                var token = begun.CallerToken;
                var nobody = (await server.Webhooks.ClientDataAsync(Body(agent, begin, "anonymous"))).CallerToken;
                // The token is the tenant's, whatever agent brings it.
                var answer = route switch
                {
                    0 => begun,
                    1 => await server.Webhooks.SearchDataAsync(Body(agent, search, id, words)),
                    2 => await server.Webhooks.SearchDataAsync(Body(other, null, null, words), token),
                    3 => await server.Webhooks.SearchDataAsync(Body(other, search, id, words), token),
                    4 => await server.Webhooks.SearchDataAsync(Body(agent, "user_id", id, words)),
                    _ => await server.Webhooks.SearchDataAsync(Body(agent, search, id, words), nobody),
                };

                var shown = AnyWord.Matches(answer.IsOk().Text).Select(match => match.Value).Distinct(StringComparer.Ordinal);
                Assert.All(shown, word => Assert.Equal((tried, WordOf(own)), (tried, word)));
                if (route < 3)
                    Assert.Contains(WordOf(own), answer.Text, StringComparison.Ordinal);
            });

        // Erasing finds and takes away what is the tenant's, and nothing else.
        var keys = server.Get<CallerKeys>();
        var sam = new Caller(CallerKind.Phone, "+12025550123");
        Assert.True((await server.Get<EraseCaller>().EraseAsync(keys.Of(sam, "acme"), CancellationToken.None)).Any);
        foreach (var agent in agents)
        {
            var count = (await server.Webhooks.ClientDataAsync(Body(agent, "caller_id", sam.Identity))).CallCount;
            Assert.Equal((agent, tenants.Of(agent) != "acme"), (agent, count > 0));
        }
    }

    private static async Task<bool> IsErasedAsync(TestServer server, CallerKind? kind, string id)
    {
        try
        {
            var callers = CallerArgument.Read(id, kind);
            var targets = new ErasureTargets(server.Get<FindCaller>(), server.Get<CallerKeys>(), Tenants.None);
            // A line and an application's user of one name have to be told apart.
            var (target, kept) = await targets.OfCallerAsync([callers[0]], tenant: null, CancellationToken.None);
            Assert.Equal(kept.Any, (await server.Get<EraseCaller>().EraseAsync(target.Key, CancellationToken.None)).Any);
            return kept.Any;
        }
        catch (Elaoms.Cli.CliException)
        {
            return false;
        }
    }

    private static async Task<string> SearchAsync(TestServer server, byte[] body, string? token)
        => (await server.Webhooks.SearchDataAsync(body, token)).IsOk().Text;

    private static string DataOf(string data, string id)
        => data.Replace("ID", JsonValue.Create(id).ToJsonString(), StringComparison.Ordinal);

    private static bool Holds(string answer, string word) => answer.Contains($"I like {word}.", StringComparison.Ordinal);

    private static string WordOf(string tenant) => $"zqof{tenant}x";

    private static string Of(string agent, string data)
    {
        var told = JsonNode.Parse(data)!.AsObject();
        told["agent_id"] = agent;
        return told.ToJsonString();
    }

    private static byte[] CallOf(string data, string conversation, string word)
    {
        var call = JsonNode.Parse(Payloads.Call("", conversation, Payloads.Recent, $"I like {word}."))!;
        call["data"]!["metadata"]!.AsObject().Remove("phone_call");
        call["data"]!["analysis"] = new JsonObject { ["transcript_summary"] = $"About {word}." };
        foreach (var (name, value) in JsonNode.Parse(data)!.AsObject())
        {
            if (name != "metadata")
                call["data"]![name] = value?.DeepClone();
            foreach (var (member, told) in name == "metadata" ? value!.AsObject() : [])
                call["data"]!["metadata"]![member] = told?.DeepClone();
        }

        return WebhookCaller.Bytes(call);
    }

    private static byte[] Body(string agent, string? field, string? id, string? query = null)
    {
        var body = new JsonObject { ["agent_id"] = agent };
        if (field is not null)
            body[field] = id;
        if (query is not null)
            (body["query"], body["k"]) = (query, 50);
        return WebhookCaller.Bytes(body);
    }

    [GeneratedRegex("zqof[a-z]+x", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AnyWord { get; }
}
