using System.Text.Json;
using Elaoms.Core.Json;

namespace Elaoms.Core.Callers;

/// <summary>
/// Finds the person in the <c>data</c> of a call, whichever side dialled. A source that says "hidden" ends the search: a weaker source must not name a person who
/// withheld the number.
/// </summary>
internal static class CallerOfCall
{
    /// <summary>Reads the caller from a transcription's <c>data</c>, or from a conversation as the API gives it.</summary>
    /// <param name="data">The <c>data</c> object.</param>
    /// <param name="caller">The caller when the reading is <see cref="CallerReading.Known"/>.</param>
    public static CallerReading Find(JsonElement data, out Caller? caller)
    {
        var metadata = data.Object("metadata");
        var clientData = data.Object("conversation_initiation_client_data");
        var variables = clientData.Object("dynamic_variables");
        var phoneCall = metadata.Object("phone_call");
        var whatsApp = metadata.Object("whatsapp");
        var sms = metadata.Object("sms");
        var direction = phoneCall.Text("direction") ?? whatsApp.Text("direction") ?? sms.Text("direction");

        // On an outbound call the caller id is our own number: without a direction, a telephone call's caller id could be that, and all people we ever
        // dialled would share one record.
        var callerId = direction switch
        {
            "inbound" => variables.Text("system__caller_id"),
            "outbound" => variables.Text("system__called_number"),
            _ when phoneCall is null && metadata.Object("batch_call") is null => variables.Text("system__caller_id"),
            _ => null,
        };

        return First(out caller,
            (Caller.Read, phoneCall.Text("external_number")),
            (Caller.Read, callerId),
            (Caller.Read, whatsApp.Text("whatsapp_user_id")),
            (Caller.Read, sms.Text("sms_user_phone_number")),
            (Caller.ReadUserId, data.Text("user_id")),
            (Caller.ReadUserId, clientData.Text("user_id")));
    }

    /// <summary>The first source that says anything.</summary>
    public static CallerReading First(out Caller? caller, params ReadOnlySpan<(CallerReader Read, string? Raw)> sources)
    {
        foreach (var (read, raw) in sources)
        {
            if (read(raw, out caller) is var reading and not CallerReading.Missing)
                return reading;
        }

        caller = null;
        return CallerReading.Missing;
    }

    public delegate CallerReading CallerReader(string? raw, out Caller? caller);
}
