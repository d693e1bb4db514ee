using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Callers;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Recall;

/// <summary>
/// The answer at the start of a call. It always holds every variable: ElevenLabs ends a call at its start when one that the agent uses is missing.
/// </summary>
/// <param name="Profile">What is known of the caller; null when nothing is.</param>
/// <param name="FirstMessage">What the agent says first; null leaves the agent's own.</param>
/// <param name="Further">The configured variables with their defaults.</param>
public sealed record ClientDataAnswer(CallerProfile? Profile, string? FirstMessage, IReadOnlyDictionary<string, JsonElement> Further)
{
    private const string UserName = "user_name";
    private const string UserProfileSummary = "user_profile_summary";
    private const string LastCallSummary = "last_call_summary";

    /// <summary>Makes the answer for a caller, known or not.</summary>
    public static ClientDataAnswer For(CallerProfile? profile, string? agentId, ElaomsSettings settings)
        => new(profile, Greeting.For(profile?.Name, settings.Greetings.For(agentId)), settings.DynamicVariables);

    /// <summary>Writes the answer as ElevenLabs expects it.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "conversation_initiation_client_data"u8);
        writer.WriteStartObject("dynamic_variables"u8);
        WriteText(writer, UserName, Profile?.Name);
        WriteText(writer, UserProfileSummary, Profile?.Summary);
        WriteText(writer, LastCallSummary, Profile?.LastCallSummary);
        foreach (var (name, fallback) in Further)
        {
            if (name is not (UserName or UserProfileSummary or LastCallSummary))
                WriteFurther(writer, name, fallback);
        }

        writer.WriteEndObject();
        if (FirstMessage is not null)
        {
            writer.WriteStartObject("conversation_config_override"u8);
            writer.WriteStartObject("agent"u8);
            writer.WriteString("first_message"u8, FirstMessage);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        writer.WritePropertyName(name);
        if (string.IsNullOrEmpty(text) && Further.TryGetValue(name, out var fallback))
            fallback.WriteTo(writer);
        else
            writer.WriteStringValue(text ?? "");
    }

    // A fact of the variable's name fills it, in the type that the default promises.
    private void WriteFurther(Utf8JsonWriter writer, string name, JsonElement fallback)
    {
        writer.WritePropertyName(name);
        var known = Profile?.Facts.GetValueOrDefault(name);
        if (known is not null && fallback.ValueKind == JsonValueKind.String)
            writer.WriteStringValue(known);
        else if (known is not null && fallback.ValueKind == JsonValueKind.Number && decimal.TryParse(known, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            writer.WriteNumberValue(number);
        else if (known is not null && fallback.ValueKind is JsonValueKind.True or JsonValueKind.False && bool.TryParse(known, out var flag))
            writer.WriteBooleanValue(flag);
        else
            fallback.WriteTo(writer);
    }
}
