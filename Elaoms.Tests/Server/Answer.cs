using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>An answer that has been read to its end.</summary>
public sealed record Answer(int Status, byte[] Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => WebhookCaller.Parse(Body);

    /// <summary>The contents of a search's memories, best first.</summary>
    public IReadOnlyList<string> Found
        => [.. Json.GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("content").GetString()!)];

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
        new(
            (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(CancellationToken.None), response.Headers,
            response.Content.Headers);

    /// <summary>A dynamic variable of client-data.</summary>
    public string Variable(string name) => Json.GetProperty("dynamic_variables").GetProperty(name).GetString()!;

    /// <summary>How many calls client-data remembers.</summary>
    public int CallCount => Json.GetProperty("dynamic_variables").GetProperty("call_count").GetInt32();

    /// <summary>The token that client-data gives the call.</summary>
    public string CallerToken => Variable("secret__caller_token");

    /// <summary>An answer of client-data without the call's token, which is another one each time.</summary>
    public string TextWithoutToken => WithoutToken(Text);

    /// <summary>The variables of client-data as they are written, without the call's token.</summary>
    public string VariablesWithoutToken => WithoutToken(Json.GetProperty("dynamic_variables").GetRawText());

    public string? FirstMessage =>
        Json.TryGetProperty("conversation_config_override", out var overrides)
            ? overrides.GetProperty("agent").GetProperty("first_message").GetString()
            : null;

    private string WithoutToken(string text) => text.Replace($",\"secret__caller_token\":\"{CallerToken}\"", "", StringComparison.Ordinal);

    /// <summary>Demands the error shape and nothing else.</summary>
    public void IsError(int status, string code)
    {
        Assert.Equal((status, code), (Status, Json.GetProperty("error").GetString()));
        Assert.Equal(["error", "message"], Json.EnumerateObject().Select(field => field.Name), StringComparer.Ordinal);
        Assert.NotEmpty(Json.GetProperty("message").GetString()!);
        Assert.Equal("application/json", ContentHeaders.ContentType!.MediaType);
    }

    public Answer IsOk()
    {
        Assert.True(Status == 200, $"{Status}: {Text}");
        return this;
    }
}
