using System.Text.Json;
using Elaoms.Core.Recall;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>What client-data would answer when the caller calls again.</summary>
/// <param name="Name">The name in <c>user_name</c>; empty when none is told.</param>
/// <param name="Greeting">The first message; null when the agent's own stays.</param>
/// <param name="Profile"><c>user_profile_summary</c>.</param>
/// <param name="LastCall"><c>last_call_summary</c>.</param>
/// <param name="OpenRequests"><c>open_requests</c>.</param>
internal sealed record StartOfCall(string Name, string? Greeting, string Profile, string LastCall, string OpenRequests)
{
    /// <summary>Nothing is told.</summary>
    public static StartOfCall Empty { get; } = new("", Greeting: null, "", "", "");

    /// <summary>The name that the first message speaks; null when it speaks none.</summary>
    public string? GreetedName => Name.Length > 0 && Greeting?.Contains(Name, StringComparison.Ordinal) == true ? Name : null;

    /// <summary>Reads an answer in the form in which ElevenLabs gets it.</summary>
    public static StartOfCall Of(ClientDataAnswer answer)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            answer.WriteTo(writer);
        using var document = JsonDocument.Parse(stream.GetBuffer().AsMemory(0, (int)stream.Length));
        var variables = document.RootElement.GetProperty("dynamic_variables");
        return new StartOfCall(
            Text(variables, "user_name"),
            answer.FirstMessage,
            Text(variables, "user_profile_summary"),
            Text(variables, "last_call_summary"),
            Text(variables, "open_requests"));
    }

    private static string Text(JsonElement variables, string name)
        => variables.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
