using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Injection;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Settings;
using Elaoms.Core.Text;

namespace Elaoms.Core.Recall;

/// <summary>
/// The answer at the start of a call. It always holds every variable: ElevenLabs ends a call if a variable that the agent uses is missing.
/// </summary>
/// <param name="Profile">What is known of the caller; null when nothing is.</param>
/// <param name="FirstMessage">What the agent says first; null leaves the agent's own.</param>
/// <param name="Further">The configured variables with their defaults.</param>
public sealed record ClientDataAnswer(CallerProfile? Profile, string? FirstMessage, IReadOnlyDictionary<string, JsonElement> Further)
{
    private const string CallCount = "call_count";
    private const string SharedLine = "is_shared_line";

    /// <summary>The token with which this call may search; every answer has one.</summary>
    public string CallerToken { get; init; } = "";

    /// <summary>Whether many people share the line. Then nothing else is told of it.</summary>
    public bool IsSharedLine { get; init; }

    /// <summary>Under which id ElevenLabs lists the caller's conversations; null for hidden callers.</summary>
    public string? UserId { get; init; }

    private ToldProfile Told => field ??= new ToldProfile(Profile);

    private IReadOnlyList<(string Name, string Text)> Texts =>
    [
        ("user_name", Told.Name ?? ""),
        ("user_profile_summary", Told.Summary),
        ("last_call_summary", Told.LastCallSummary),
        ("last_call_date", Profile?.LastCallAt is { } day ? PlainText.Day(day) : ""),
        ("open_requests", Told.OpenRequests),
        ("preferred_language", Told.Language),
        ("user_name_confidence", Told.NameConfidence?.WireName() ?? ""),
    ];

    /// <summary>Makes the answer for a caller, known or not.</summary>
    public static ClientDataAnswer For(CallerProfile? profile, string? agentId, ElaomsSettings settings)
    {
        var answer = new ClientDataAnswer(profile, FirstMessage: null, settings.DynamicVariables);
        return answer with { FirstMessage = Greeting.For(answer.Told, agentId, settings.Greetings) };
    }

    /// <summary>Writes the answer as ElevenLabs expects it.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "conversation_initiation_client_data"u8);
        writer.WriteStartObject("dynamic_variables"u8);
        var texts = Texts;
        foreach (var (name, text) in texts)
            WriteText(writer, name, text);
        WriteCount(writer);
        WriteSharedLine(writer);
        foreach (var (name, fallback) in Further)
        {
            if (name is not (CallCount or SharedLine) && texts.All(text => text.Name != name))
                WriteFurther(writer, name, fallback);
        }

        writer.WriteString(ElaomsSettings.CallerTokenVariable, CallerToken);
        writer.WriteEndObject();
        if (FirstMessage is not null)
        {
            writer.WriteStartObject("conversation_config_override"u8);
            writer.WriteStartObject("agent"u8);
            writer.WriteString("first_message"u8, FirstMessage);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        if (UserId is not null)
            writer.WriteString("user_id"u8, UserId);
        writer.WriteEndObject();
    }

    private void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WritePropertyName(name);
        if (text.Length == 0 && Further.TryGetValue(name, out var fallback))
            fallback.WriteTo(writer);
        else
            writer.WriteStringValue(text);
    }

    private void WriteCount(Utf8JsonWriter writer)
    {
        if (Profile is null && Further.TryGetValue(CallCount, out var fallback))
        {
            writer.WritePropertyName(CallCount);
            fallback.WriteTo(writer);
        }
        else
        {
            writer.WriteNumber(CallCount, Profile?.CallCount ?? 0);
        }
    }

    private void WriteSharedLine(Utf8JsonWriter writer)
    {
        writer.WritePropertyName(SharedLine);
        if (Profile is null && !IsSharedLine && Further.TryGetValue(SharedLine, out var fallback))
            fallback.WriteTo(writer);
        else
            writer.WriteBooleanValue(IsSharedLine);
    }

    // A fact of the variable's name fills it, in the type that the default promises.
    private void WriteFurther(Utf8JsonWriter writer, string name, JsonElement fallback)
    {
        writer.WritePropertyName(name);
        var known = KnownOf(name);
        if (known is not null && fallback.ValueKind == JsonValueKind.String)
            writer.WriteStringValue(known);
        else if (known is not null
            && fallback.ValueKind == JsonValueKind.Number
            && decimal.TryParse(known, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            writer.WriteNumberValue(number);
        else if (known is not null && fallback.ValueKind is JsonValueKind.True or JsonValueKind.False && bool.TryParse(known, out var flag))
            writer.WriteBooleanValue(flag);
        else
            fallback.WriteTo(writer);
    }

    // What was learned never fills a variable that claims an authority.
    private string? KnownOf(string name)
        => !AuthorityKeys.BuiltIn.Has(name)
            && (Profile?.Facts.GetValueOrDefault(name) ?? Profile?.Facts.GetValueOrDefault(FactKinds.Of(name).Key)) is { } value
            ? OutgoingText.Value(value)
            : null;
}
