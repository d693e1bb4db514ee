using Elaoms.Core.Calls;
using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.Tests.Calls;

public sealed class CallerOfCallTests
{
    private static readonly AgentIds WithNumbers = new(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "agent_numbers" });

    private static readonly Caller Sam = new(CallerKind.Phone, "+12025550123");

    [Theory]
    [InlineData("01-docs-minimal-no-phone", "user123", CallerKind.User)]
    [InlineData("02-twilio-inbound-2025", "+12025550123", CallerKind.Phone)]
    [InlineData("03-twilio-inbound-2026-full", "+12025550123", CallerKind.Phone)]
    [InlineData("04-sip-inbound", "+12025550123", CallerKind.Phone)]
    [InlineData("05-widget-text-no-phone", "web-user-77", CallerKind.User)]
    [InlineData("07-outbound-voicemail", "+12025550123", CallerKind.Phone)]
    [InlineData("08-exclude-transcript", "+12025550123", CallerKind.Phone)]
    [InlineData("10-failed-missing-dynamic-variables", "+12025550123", CallerKind.Phone)]
    public void Caller_of_a_payload_file_is_the_person(string name, string identity, CallerKind kind)
        => AssertKnown(new Caller(kind, identity), CallReader.Read(Payload.Data($"post_call_transcription.{name}.json")));

    [Fact]
    public void Caller_of_the_otel_file_is_the_person()
        => AssertKnown(Sam, OtelCallReader.Read(Payload.Data("post_call_transcription_otel.json")));

    [Fact]
    public void Caller_of_the_withheld_file_is_hidden()
    {
        var call = CallReader.Read(Payload.Data("post_call_transcription.09-withheld-caller.json"));

        Assert.Equal(CallerIdentification.Hidden, call.CallerIdentification);
        Assert.Null(call.Caller);
    }

    [Theory]
    [InlineData("""{"metadata":{"phone_call":{"direction":"outbound","external_number":"+12025550123"}}}""")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"inbound"}},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550123"}}}""")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"outbound"}},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550100","system__called_number":"+12025550123"}}}""")]
    [InlineData("""{"metadata":{"conversation_initiation_source":"genesys"},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550123"}}}""")]
    [InlineData("""{"metadata":{"conversation_initiation_source":"sip_trunk"},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":12025550123}}}""")]
    [InlineData("""{"metadata":{"conversation_initiation_source":"Twilio","phone_call":null},"conversation_initiation_client_data":"""
        + """{"source_info":{"source":null},"dynamic_variables":{"system__caller_id":"+12025550123"}}}""")]
    [InlineData("""{"metadata":{"conversation_initiation_source":"whatsapp"},"conversation_initiation_client_data":{"source_info":"""
        + """{},"dynamic_variables":{"system__caller_id":"12025550123"}}}""")]
    [InlineData("""{"metadata":{"whatsapp":{"whatsapp_user_id":"12025550123"}}}""")]
    [InlineData(
        """{"metadata":{"whatsapp":{"direction":"unknown","whatsapp_user_id":"12025550123"}},"conversation_initiation_client_data":"""
            + """{"dynamic_variables":{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"sms":{"sms_user_phone_number":"+1 202 555 0123"}}}""")]
    [InlineData("""{"metadata":{"whatsapp":{"direction":"outbound"}},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550100","system__called_number":"12025550123"}}}""")]
    [InlineData(
        """{"metadata":{"sms":{"direction":"outbound","sms_user_phone_number":"+12025550123"}},"conversation_initiation_client_data":"""
            + """{"dynamic_variables":{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"phone_call":{"external_number":"+12025550123"}},"user_id":"web-user-77"}""")]
    [InlineData("""{"metadata":{"phone_call":{},"whatsapp":{"direction":"inbound"}},"conversation_initiation_client_data":"""
        + """{"dynamic_variables":{"system__caller_id":"12025550123"}}}""")]
    [InlineData("""{"metadata":{"conversation_initiation_source":"twilio","batch_call":{}},"user_id":"tel:+12025550123","""
        + """ "agent_id":"agent_numbers"}""")]
    [InlineData("""{"metadata":{"sms":{"sms_user_phone_number":"elaoms_0123456789abcdef0123456789abcdef","direction":"inbound"}}"""
        + ""","conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550123"}}}""")]
    [InlineData("""{"agent_id":"agent_numbers","user_id":"+12025550123"}""")]
    [InlineData("""{"agent_id":"AGENT_numbers","conversation_initiation_client_data":{"user_id":"12025550123"}}""")]
    public void Caller_is_found_in_every_channel_that_is_vouched_for(string data)
        => AssertKnown(Sam, CallReader.Read(Payload.Json(data), WithNumbers));

    [Theory]
    [InlineData("twilio")]
    [InlineData("sip_trunk")]
    [InlineData("exotel")]
    [InlineData("genesys")]
    [InlineData("genesys_bot_connector")]
    [InlineData("avaya")]
    [InlineData("audiocodes")]
    [InlineData("whatsapp")]
    [InlineData("twilio_sms")]
    public void Caller_of_each_channel_that_is_a_line_is_the_caller_id(string source)
        => AssertKnown(Sam, CallReader.Read(Payload.Json(
            $$$"""{"metadata":{"conversation_initiation_source":"{{{source}}}"},"conversation_initiation_client_data":"""
            + """{"dynamic_variables":{"system__caller_id":"+12025550123"}}}""")));

    [Theory]
    [InlineData("""{"user_id":"+12025550123"}""", "+12025550123")]
    [InlineData("""{"agent_id":"agent_other","user_id":"+12025550123"}""", "+12025550123")]
    [InlineData("""{"conversation_initiation_client_data":{"user_id":"+1 202 555 0123"}}""", "+1 202 555 0123")]
    [InlineData("""{"user_id":"  ","conversation_initiation_client_data":{"user_id":"sip:anna@pbx.example"}}""", "sip:anna@pbx.example")]
    [InlineData("""{"metadata":{"phone_call":{"external_number":{}}},"user_id":"tel:+12025550123"}""", "tel:+12025550123")]
    [InlineData(
        """{"user_id":"elaoms_0123456789abcdef0123456789abcdef","conversation_initiation_client_data":{"user_id":"anna"}}""", "anna")]
    [InlineData("""{"agent_id":"agent_numbers","user_id":"anna"}""", "anna")]
    [InlineData("""{"agent_id":"agent_numbers","user_id":"sip:anna@pbx.example"}""", "sip:anna@pbx.example")]
    public void Id_of_an_application_is_its_own_whatever_it_looks_like(string data, string identity)
        => AssertKnown(new Caller(CallerKind.User, identity), CallReader.Read(Payload.Json(data), WithNumbers));

    [Theory]
    [InlineData("""{"metadata":{"phone_call":{"external_number":"anna"}}}""", CallerKind.Line, "anna")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"inbound"}},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"anna"}}}""", CallerKind.Line, "anna")]
    [InlineData("""{"metadata":{"whatsapp":"""
        + """{"whatsapp_user_id":"US.13491208655302741918"}},"user_id":"anna"}""", CallerKind.Line, "US.13491208655302741918")]
    [InlineData("""{"metadata":{"phone_call":{"external_number":"sip:anna@pbx.example"}}}""", CallerKind.Sip, "anna@pbx.example")]
    public void Line_without_a_number_is_no_user_of_an_application(string data, CallerKind kind, string identity)
        => AssertKnown(new Caller(kind, identity), CallReader.Read(Payload.Json(data)));

    [Theory]
    [InlineData("""{"metadata":{"phone_call":{"external_number":"anonymous"}},"user_id":"web-user-77"}""")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"inbound"}},"conversation_initiation_client_data":"""
        + """{"user_id":"u","dynamic_variables":{"system__caller_id":"+266696687"}}}""")]
    [InlineData("""{"metadata":{"whatsapp":{"whatsapp_user_id":"unknown"}},"user_id":"web-user-77"}""")]
    public void Caller_hidden_in_one_source_is_not_looked_for_in_a_weaker_one(string data)
        => Assert.Equal(CallerIdentification.Hidden, CallReader.Read(Payload.Json(data)).CallerIdentification);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"metadata":{"user_id":"no such field"}}""")]
    [InlineData("""{"metadata":{"phone_call":{}},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"sideways"}},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"conversation_initiation_source":"twilio","batch_call":"""
        + """{"batch_call_id":"b"}},"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"outbound"}},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"sms":{"direction":"outbound"}},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"whatsapp":{"direction":"unknown"}},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"user_id":["web-user-77"]}""")]
    [InlineData("""{"user_id":"elaoms_0123456789abcdef0123456789abcdef"}""")]
    public void Caller_that_could_be_our_own_number_or_nobody_is_missing(string data)
        => Assert.Equal(CallerIdentification.Missing, CallReader.Read(Payload.Json(data)).CallerIdentification);

    // A client can set variables, and say of itself where it comes from.
    [Theory]
    [InlineData("""{"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550123","system__called_number":"+12025550123"}}}""")]
    [InlineData("""{"metadata":{"conversation_initiation_source":"js_sdk"},"conversation_initiation_client_data":{"dynamic_variables":"""
        + """{"system__caller_id":"+12025550123"}}}""")]
    [InlineData("""{"metadata":{"conversation_initiation_source":"some_new_channel"},"conversation_initiation_client_data":"""
        + """{"dynamic_variables":{"system__caller_id":"+12025550123"}}}""")]
    [InlineData("""{"conversation_initiation_client_data":{"source_info":{"source":"twilio"},"dynamic_variables":"""
        + """{"system__caller_id":"+12025550123"}}}""")]
    [InlineData("""{"metadata":{"conversation_initiation_source":"twilio"},"conversation_initiation_client_data":{"source_info":"""
        + """{"source":"twilio","version":"1"},"dynamic_variables":{"system__caller_id":"+12025550123"}}}""")]
    [InlineData("""{"conversation_initiation_client_data":{"dynamic_variables":{"metadata":{"phone_call":"""
        + """{"external_number":"+12025550123"}}},"phone_call":{"external_number":"+12025550123"}}}""")]
    public void Number_that_nobody_vouches_for_names_nobody(string data)
        => Assert.Equal(CallerIdentification.Missing, CallReader.Read(Payload.Json(data)).CallerIdentification);

    [Theory]
    [InlineData("", CallerIdentification.Missing)]
    [InlineData("""{"key":"elevenlabs.telephony.agent_number","value":{"stringValue":"+12025550100"}},""", CallerIdentification.Missing)]
    [InlineData("""{"key":"elevenlabs.telephony.direction","value":{"stringValue":"inbound"}},""", CallerIdentification.Known)]
    [InlineData("""{"key":"elevenlabs.telephony.external_number","value":{"stringValue":"+12025550123"}},""", CallerIdentification.Known)]
    public void Otel_variable_counts_in_a_telephone_call_whose_direction_is_known(string telephony, CallerIdentification expected)
    {
        var call = OtelCallReader.Read(Payload.Json(
            """{"otlp_traces":{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"elevenlabs.conversation","attributes":[""" + telephony
            + """{"key":"elevenlabs.dynamic_variable.system__caller_id","value":{"stringValue":"+12025550123"}}]}]}]}]}}"""));

        Assert.Equal(expected, call.CallerIdentification);
        Assert.Equal(expected == CallerIdentification.Known ? Sam : null, call.Caller);
    }

    [Theory]
    [InlineData("agent_numbers", CallerKind.Phone, "+12025550123")]
    [InlineData("agent_other", CallerKind.User, "12025550123")]
    public void Otel_user_id_is_a_number_where_the_agent_is_trusted_with_numbers(string agent, CallerKind kind, string identity)
        => AssertKnown(new Caller(kind, identity), OtelCallReader.Read(
            Payload.Json(
                $$$"""{"agent_id":"{{{agent}}}","otlp_traces":{"resourceSpans":[{"scopeSpans":[{"spans":["""
                + """{"name":"elevenlabs.conversation","attributes":["""
                + """{"key":"elevenlabs.user_id","value":{"stringValue":"12025550123"}}]}]}]}]}}"""),
            WithNumbers));

    private static void AssertKnown(Caller expected, Call call)
    {
        Assert.Equal(CallerIdentification.Known, call.CallerIdentification);
        Assert.Equal(expected, call.Caller);
    }
}
