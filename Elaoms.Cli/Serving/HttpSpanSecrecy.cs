using System.Diagnostics;
using OpenTelemetry;

namespace Elaoms.Cli.Serving;

/// <summary>
/// Leaves in the spans of HTTP requests only what this server says of them. The rest is what a client wrote, and may be anything: the path of no route of ours, the query string,
/// the headers User-Agent and Host, the method's name.
/// </summary>
internal sealed class HttpSpanSecrecy : BaseProcessor<Activity>
{
    private const string HttpSource = "Microsoft.AspNetCore";

    private static readonly HashSet<string> Kept =
        new(["http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version", "error.type"], StringComparer.Ordinal);

    /// <inheritdoc />
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != HttpSource)
            return;
        foreach (var (name, _) in data.TagObjects.Where(tag => !Kept.Contains(tag.Key)).ToList())
            data.SetTag(name, null);
    }
}
