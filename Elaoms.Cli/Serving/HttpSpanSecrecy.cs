using System.Diagnostics;
using OpenTelemetry;

namespace Elaoms.Cli.Serving;

/// <summary>
/// Removes from the spans of HTTP requests what a client wrote, since that may be anything: the path of an unknown route, the query string,
/// the headers User-Agent and Host, the name of the method. What this server says of a request stays.
/// </summary>
internal sealed class HttpSpanSecrecy : BaseProcessor<Activity>
{
    private const string HttpSource = "Microsoft.AspNetCore";

    private static readonly HashSet<string> Kept =
        new(
            ["http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version", "error.type"],
            StringComparer.Ordinal);

    /// <inheritdoc />
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != HttpSource)
            return;
        foreach (var (name, _) in data.TagObjects.Where(tag => !Kept.Contains(tag.Key)).ToList())
            data.SetTag(name, null);
    }
}
