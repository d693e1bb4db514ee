using System.Globalization;
using System.Net;
using System.Text;

namespace Elaoms.Benchmarks.Import;

/// <summary>Lists very many conversations, which are made page by page. They failed as calls, so none of them is read.</summary>
/// <param name="conversations">How many.</param>
/// <param name="firstStart">When the first began, in Unix seconds; one a minute.</param>
internal sealed class GeneratedPages(int conversations, long firstStart) : HttpMessageHandler
{
    private const int PageSize = 100;
    private const string CursorName = "cursor=";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var query = request.RequestUri!.Query;
        var at = query.IndexOf(CursorName, StringComparison.Ordinal);
        var first = at < 0 ? 0 : int.Parse(query.AsSpan(at + CursorName.Length), CultureInfo.InvariantCulture);
        var end = Math.Min(conversations, first + PageSize);
        var page = new StringBuilder("{\"conversations\":[");
        for (var number = first; number < end; number++)
        {
            page.Append(CultureInfo.InvariantCulture, $"{(number == first ? "" : ",")}{{\"conversation_id\":\"conv_{number:x16}\",");
            page.Append(CultureInfo.InvariantCulture, $"\"start_time_unix_secs\":{firstStart + (number * 60L)},\"call_duration_secs\":60,");
            page.Append("\"agent_id\":\"agent_1\",\"agent_name\":\"Reception\",\"message_count\":20,\"status\":\"failed\",");
            page.Append("\"conversation_initiation_source\":\"twilio\",\"direction\":\"inbound\"}");
        }

        page.Append(CultureInfo.InvariantCulture, $"],\"has_more\":{(end < conversations ? "true" : "false")},\"next_cursor\":");
        page.Append(CultureInfo.InvariantCulture, $"{(end < conversations ? $"\"{end}\"" : "null")}}}");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(page.ToString(), Encoding.UTF8, "application/json"),
        });
    }
}
