using System.Text.Json.Nodes;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>
/// What <c>--collect</c> asks ElevenLabs' own analysis for: the kinds that every agent has a use for. docs/elevenlabs.md lists all.
/// </summary>
public static class CollectedItems
{
    private const string ElseEmpty = " Leave empty if they did not say it.";

    private static readonly (string Name, string Description, string[] Aliases)[] All =
    [
        (
            "name",
            "The caller's own full name, as they said or spelled it. Leave empty if they did not say it. Never another person's name.",
            ["full_name", "customer_name", "caller_name", "first_name"]),
        ("preferred_name", "How the caller asks to be addressed." + ElseEmpty, ["nickname"]),
        ("email", "The caller's own e-mail address." + ElseEmpty, ["email_address"]),
        (
            "preferred_contact",
            "One of email, phone, text, whatsapp, letter, if the caller asks to be contacted that way. Else leave empty.",
            ["contact_preference"]),
        (
            "open_request",
            "What the caller asked for that was not done by the end of this call, in the caller's own words, at most ten words; several "
            + "separated by semicolons. Leave empty if all was done.",
            ["open_requests"]),
        (
            "promise",
            "What the agent promised that is still to be done, in the agent's own words, at most ten words; several separated by "
            + "semicolons. Leave empty if nothing.",
            ["promises"]),
        (
            "prefers",
            "How the caller always wants things done, in their words, separated by semicolons. Not a choice for this call only. Else "
            + "leave empty.",
            ["preferences"]),
    ];

    /// <summary>The identifiers.</summary>
    public static IEnumerable<string> Names => All.Select(item => item.Name);

    /// <summary>The items that are not there yet, also not by another name that ELAOMS reads.</summary>
    public static IEnumerable<(string Name, JsonObject Item)> MissingIn(JsonObject present)
        => All.Where(item => !present.ContainsKey(item.Name) && !item.Aliases.Any(present.ContainsKey))
            .Select(item => (item.Name, new JsonObject { ["type"] = "string", ["description"] = item.Description }));
}
