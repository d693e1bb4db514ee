using System.Text.Json;
using Elaoms.Core.Json;

namespace Elaoms.Core.Calls;

/// <summary>
/// Finds the person in the <c>data</c> of a call, whichever side dialled. A telephone caller is named only by what the platform vouches
/// for; everything else is an application's own id. A source that says "hidden" ends the search: a weaker source must not name a person
/// who withheld the number.
/// </summary>
internal static class CallerOfCall
{
    // Channels of metadata.conversation_initiation_source whose caller the platform knows from the line. A new channel counts as none
    // until it is named here.
    private static readonly HashSet<string> LineSources = new(StringComparer.OrdinalIgnoreCase)
    {
        "twilio", "sip_trunk", "exotel", "genesys", "genesys_bot_connector", "avaya", "audiocodes", "whatsapp", "twilio_sms",
    };

    /// <summary>Reads the caller from a transcription's <c>data</c>, or from a conversation as the API gives it.</summary>
    /// <param name="data">The <c>data</c> object.</param>
    /// <param name="areNumbersPhones">Whether a <c>user_id</c> of this agent is trusted as a telephone number.</param>
    /// <param name="caller">The caller when the reading is <see cref="CallerIdentification.Known"/>.</param>
    public static CallerIdentification Find(JsonElement data, bool areNumbersPhones, out Caller? caller)
    {
        var metadata = data.Object("metadata");
        var clientData = data.Object("conversation_initiation_client_data");

        return First(out caller,
            (Caller.Read, metadata.Object("phone_call").Text("external_number")),
            (Caller.Read, LineId(metadata, clientData)),
            (Caller.Read, metadata.Object("whatsapp").Text("whatsapp_user_id")),
            (Caller.Read, metadata.Object("sms").Text("sms_user_phone_number")),
            (UserIdReader(areNumbersPhones), data.Text("user_id")),
            (UserIdReader(areNumbersPhones), clientData.Text("user_id")));
    }

    /// <summary>Who called whom; null where the platform doesn't say.</summary>
    public static CallDirection? DirectionOf(JsonElement? metadata) => DirectionOf(LinesOf(metadata));

    /// <summary>Reads a user id as <see cref="Caller.ReadUserId"/> does.</summary>
    public static CallerReader UserIdReader(bool areNumbersPhones)
        => (raw, out caller) => Caller.ReadUserId(raw, out caller, areNumbersPhones);

    /// <summary>The first source that says anything.</summary>
    public static CallerIdentification First(out Caller? caller, params ReadOnlySpan<(CallerReader Read, string? Raw)> sources)
    {
        foreach (var (read, raw) in sources)
        {
            if (read(raw, out caller) is var reading and not CallerIdentification.Missing)
                return reading;
        }

        caller = null;
        return CallerIdentification.Missing;
    }

    // What the platform's variables say of the other side, where there is a line at all.
    private static string? LineId(JsonElement? metadata, JsonElement? clientData)
    {
        var variables = clientData.Object("dynamic_variables");
        var lines = LinesOf(metadata);
        var hasLineOnly = lines.Count == 0 && metadata.Object("batch_call") is null && IsLineSource(metadata, clientData);

        // On an outbound call the caller id is our own number: without a direction, a telephone call's caller id could be that, and all
        // people we ever dialled would share one record.
        return DirectionOf(lines) switch
        {
            CallDirection.Inbound => variables.Text("system__caller_id"),
            CallDirection.Outbound => variables.Text("system__called_number"),
            _ when hasLineOnly => variables.Text("system__caller_id"),
            _ => null,
        };
    }

    private static List<JsonElement> LinesOf(JsonElement? metadata)
    {
        JsonElement?[] channels = [metadata.Object("phone_call"), metadata.Object("whatsapp"), metadata.Object("sms")];
        return [.. channels.OfType<JsonElement>()];
    }

    private static CallDirection? DirectionOf(List<JsonElement> lines)
        => CallDirections.Read(lines.Select(line => line.Text("direction")).FirstOrDefault(direction => direction is not null));

    // A client may say of itself where it comes from (source_info); a line says nothing there.
    private static bool IsLineSource(JsonElement? metadata, JsonElement? clientData)
        => metadata.Text("conversation_initiation_source") is { } source
            && LineSources.Contains(source)
            && clientData.Object("source_info").Text("source") is null;

    public delegate CallerIdentification CallerReader(string? raw, out Caller? caller);
}
