using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.Tests.Recall;

/// <summary>Both answers as they are sent, in full.</summary>
public sealed class AnswerFormTests
{
    [Fact]
    public void Search_is_answered_with_profile_memories_and_context()
    {
        var profile = new CallerProfile { Revision = 1, Name = "Sam", Summary = "Lives in Oslo.", PhoneNumber = "+12025550123" };
        var fact = new Memory("f", "The caller lives in {Oslo}.", Sector.Semantic, 0.9, FixedClock.Start, null, "c<2>", null);
        var turn = new Memory("t", "I like jazz.", Sector.Episodic, 0.3, FixedClock.Start.AddSeconds(1), "user", "c1", 4);

        var written = Written(new SearchDataAnswer(
            profile,
            [
                new FoundMemory(fact, 2, ["Bergen", "Rome\n"], IsWithheld: false, FactConfidence.Unsure) { Relevance = 0.75 },
                new FoundMemory(turn, 1, [], IsWithheld: false) { Relevance = 0.5 },
            ]).WriteTo);

        Assert.Equal(
            """
            {"profile":{"name":"Sam","name_confidence":"confirmed","summary":"Lives in Oslo.","phone_number":"+12025550123"},"memories":[
            {"content":"The caller lives in Oslo.","sector":"semantic","salience":0.9,"relevance":0.75,"timestamp":"2026-10-06T15:20:46Z",
            "role":null,"conversation_id":"c2","turn":null,"count":2,"confidence":"unsure","superseded":["Bergen","Rome"]},
            {"content":"I like jazz.","sector":"episodic","salience":0.3,"relevance":0.5,"timestamp":"2026-10-06T15:20:47Z",
            "role":"user","conversation_id":"c1","turn":4,"count":1,"confidence":null,"superseded":[]}],
            "context":"The caller is Sam.\nLives in Oslo.\n- 6 October 2026, caller: I like jazz.\n
            - 6 October 2026: The caller lives in Oslo. (no longer so: Bergen, Rome)"}
            """.ReplaceLineEndings(""),
            written);
    }

    [Fact]
    public void Search_for_nobody_is_answered_in_the_same_form()
        => Assert.Equal("""{"profile":null,"memories":[],"context":""}""", Written(SearchDataAnswer.Nothing.WriteTo));

    [Fact]
    public void Start_of_a_call_is_answered_with_all_variables_greeting_and_id()
    {
        var settings = TestSettings.In("/nowhere") with
        {
            Greetings = new GreetingTemplates("Hi {name}!", new Dictionary<string, string>(StringComparer.Ordinal)),
        };
        var profile = new CallerProfile { Revision = 1, Name = "Sam", CallCount = 2 };

        var answer = ClientDataAnswer.For(profile, agentId: null, settings) with { CallerToken = "token", UserId = "elaoms_1" };

        Assert.Equal(
            """
            {"type":"conversation_initiation_client_data","dynamic_variables":{"user_name":"Sam","user_profile_summary":"",
            "last_call_summary":"","last_call_date":"","open_requests":"","preferred_language":"","user_name_confidence":"confirmed",
            "call_count":2,"is_shared_line":false,"secret__caller_token":"token"},
            "conversation_config_override":{"agent":{"first_message":"Hi Sam!"}},
            "user_id":"elaoms_1"}
            """.ReplaceLineEndings(""),
            Written(answer.WriteTo));
    }

    // A call ends at once when a variable that its agent uses is missing.
    [Fact]
    public void Start_of_a_call_without_a_token_has_the_variable_all_the_same()
        => Assert.Contains(
            "\"secret__caller_token\":\"\"",
            Written(ClientDataAnswer.For(profile: null, agentId: null, TestSettings.In("/nowhere")).WriteTo),
            StringComparison.Ordinal);

    [Fact]
    public void Variable_is_filled_with_the_fact_of_its_own_name_before_one_of_its_kind()
    {
        var settings = TestSettings.In("/nowhere") with
        {
            DynamicVariables = Payload.Json("""{"home_city":"?"}""").EnumerateObject()
                .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal),
        };
        var profile = new CallerProfile
        {
            Revision = 1,
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["home"] = "Oslo", ["home_city"] = "Bergen" },
        };

        Assert.Contains(
            "\"home_city\":\"Bergen\"", Written(ClientDataAnswer.For(profile, null, settings).WriteTo), StringComparison.Ordinal);
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(writer);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
