using Elaoms.Core.Callers;
using Elaoms.Core.Calls;
using Xunit;

namespace Elaoms.Tests.Callers;

public sealed class CallerOfCallTests
{
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
    public void Caller_of_the_otel_file_is_the_person() => AssertKnown(Sam, OtelCallReader.Read(Payload.Data("post_call_transcription_otel.json")));

    [Fact]
    public void Caller_of_the_withheld_file_is_hidden()
    {
        var call = CallReader.Read(Payload.Data("post_call_transcription.09-withheld-caller.json"));

        Assert.Equal(CallerReading.Hidden, call.CallerReading);
        Assert.Null(call.Caller);
    }

    [Theory]
    [InlineData("""{"metadata":{"phone_call":{"direction":"outbound","external_number":"+12025550123"}}}""")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"inbound"}},"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550123"}}}""")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"outbound"}},"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550100","system__called_number":"+12025550123"}}}""")]
    [InlineData("""{"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550123"}}}""")]
    [InlineData("""{"metadata":null,"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":12025550123}}}""")]
    [InlineData("""{"metadata":{"whatsapp":{"whatsapp_user_id":"12025550123"}}}""")]
    [InlineData("""{"metadata":{"sms":{"sms_user_phone_number":"+1 202 555 0123"}}}""")]
    [InlineData("""{"metadata":{"whatsapp":{"direction":"outbound"}},"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550100","system__called_number":"12025550123"}}}""")]
    [InlineData("""{"metadata":{"sms":{"direction":"outbound","sms_user_phone_number":"+12025550123"}},"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"user_id":"+12025550123"}""")]
    [InlineData("""{"conversation_initiation_client_data":{"user_id":"+12025550123"}}""")]
    [InlineData("""{"user_id":"  ","conversation_initiation_client_data":{"user_id":"+12025550123"}}""")]
    [InlineData("""{"metadata":{"phone_call":{"external_number":"+12025550123"}},"user_id":"web-user-77"}""")]
    [InlineData("""{"metadata":{"phone_call":{"external_number":{}}},"user_id":"+12025550123"}""")]
    public void Caller_is_found_in_every_channel(string data) => AssertKnown(Sam, CallReader.Read(Payload.Json(data)));

    [Theory]
    [InlineData("""{"metadata":{"phone_call":{"external_number":"anonymous"}},"user_id":"web-user-77"}""")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"inbound"}},"conversation_initiation_client_data":{"user_id":"u","dynamic_variables":{"system__caller_id":"+266696687"}}}""")]
    [InlineData("""{"metadata":{"whatsapp":{"whatsapp_user_id":"unknown"}},"user_id":"web-user-77"}""")]
    public void Caller_hidden_in_one_source_is_not_looked_for_in_a_weaker_one(string data)
        => Assert.Equal(CallerReading.Hidden, CallReader.Read(Payload.Json(data)).CallerReading);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"metadata":{"user_id":"no such field"}}""")]
    [InlineData("""{"metadata":{"phone_call":{}},"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"sideways"}},"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"batch_call":{"batch_call_id":"b"}},"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"phone_call":{"direction":"outbound"}},"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"metadata":{"sms":{"direction":"outbound"}},"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550100"}}}""")]
    [InlineData("""{"user_id":["web-user-77"]}""")]
    public void Caller_that_could_be_our_own_number_or_nobody_is_missing(string data)
        => Assert.Equal(CallerReading.Missing, CallReader.Read(Payload.Json(data)).CallerReading);

    private static void AssertKnown(Caller expected, Call call)
    {
        Assert.Equal(CallerReading.Known, call.CallerReading);
        Assert.Equal(expected, call.Caller);
    }
}
