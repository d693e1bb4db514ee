using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Elaoms.Tests.Web.Documentation;

public sealed partial class DocumentationEndpointsTests(DocumentationServer server) : IClassFixture<DocumentationServer>
{
    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    [InlineData("/docs/index.html")]
    [InlineData("/redoc")]
    [InlineData("/redoc/")]
    [InlineData("/redoc/index.html")]
    [InlineData("/mounted/docs")]
    [InlineData("/mounted/docs/")]
    [InlineData("/mounted/redoc")]
    [InlineData("/mounted/redoc/")]
    public async Task Page_everything_it_names_is_served(string address)
    {
        var page = await server.Client.GetStringAsync(Relative(address));

        var named = NamedFiles().Matches(page).Select(match => match.Groups["name"].Value).Where(name => name != "data:,").ToList();
        Assert.Contains(named, name => name.EndsWith("start.js", StringComparison.Ordinal));
        foreach (var name in named)
        {
            using var response = await server.Client.GetAsync(new Uri(new Uri(server.Client.BaseAddress!, address), name));
            Assert.True(response.StatusCode is HttpStatusCode.OK, $"{name} is {response.StatusCode}.");
        }
    }

    [Theory]
    [InlineData("/openapi.json", "application/json; charset=utf-8")]
    [InlineData("/docs", "text/html; charset=utf-8")]
    [InlineData("/docs/index.html", "text/html; charset=utf-8")]
    [InlineData("/docs/start.js", "text/javascript; charset=utf-8")]
    [InlineData("/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8")]
    [InlineData("/docs/swagger-ui.css", "text/css; charset=utf-8")]
    [InlineData("/docs/index.css", "text/css; charset=utf-8")]
    [InlineData("/docs/favicon-16x16.png", "image/png")]
    [InlineData("/docs/favicon-32x32.png", "image/png")]
    [InlineData("/redoc", "text/html; charset=utf-8")]
    [InlineData("/redoc/index.html", "text/html; charset=utf-8")]
    [InlineData("/redoc/start.js", "text/javascript; charset=utf-8")]
    [InlineData("/redoc/redoc.standalone.js", "text/javascript; charset=utf-8")]
    [InlineData("/redoc/index.css", "text/css; charset=utf-8")]
    public async Task File_get_and_head_give_the_same_headers(string address, string contentType)
    {
        using var get = await server.Client.GetAsync(Relative(address));
        using var head = await SendAsync(HttpMethod.Head, address);

        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.NotEmpty(await get.Content.ReadAsByteArrayAsync());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        foreach (var response in (HttpResponseMessage[])[get, head])
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(contentType, response.Content.Headers.ContentType!.ToString());
            Assert.True(response.Headers.CacheControl!.NoCache);
            Assert.Equal(["Accept-Encoding"], response.Headers.Vary, StringComparer.Ordinal);
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"), StringComparer.Ordinal);
        }

        Assert.NotNull(get.Headers.ETag);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
    }

    [Theory]
    [InlineData("/docs/swagger-ui.css", "gzip, deflate, br")]
    [InlineData("/redoc/redoc.standalone.js", "*")]
    [InlineData("/openapi.json", "br, GZIP;q=0.5")]
    public async Task File_compressed_is_the_plain_file(string address, string accepted)
    {
        var plain = await server.Client.GetByteArrayAsync(Relative(address));
        using var response = await SendAsync(HttpMethod.Get, address, ("Accept-Encoding", accepted));

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var body = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var decompressed = new MemoryStream();
        await body.CopyToAsync(decompressed);
        Assert.Equal(plain, decompressed.ToArray());
    }

    [Theory]
    [InlineData("gzip;q=0, *")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task File_when_gzip_is_not_accepted_is_plain(string accepted)
    {
        using var response = await SendAsync(HttpMethod.Get, "/docs/swagger-ui.css", ("Accept-Encoding", accepted));

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.StartsWith(".swagger-ui", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/openapi.json")]
    [InlineData("/docs")]
    [InlineData("/redoc/start.js")]
    public async Task File_that_the_caller_holds_is_not_sent_again(string address)
    {
        using var first = await server.Client.GetAsync(Relative(address));
        using var second = await SendAsync(HttpMethod.Get, address, ("If-None-Match", $"\"other\", {first.Headers.ETag}"));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task File_that_has_changed_is_sent_again()
    {
        using var response = await SendAsync(HttpMethod.Get, "/openapi.json", ("If-None-Match", "\"other\""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/docs/nothing.js")]
    [InlineData("/docs/nothing/at/all")]
    [InlineData("/docs/START.JS")]
    [InlineData("/docs/redoc.standalone.js")]
    [InlineData("/redoc/nothing.js")]
    [InlineData("/redoc/swagger-ui.css")]
    [InlineData("/redoc/redoc.standalone.js/")]
    public async Task Unknown_file_is_a_json_error(string address)
        => await AssertNotFoundAsync(await server.Client.GetAsync(Relative(address)));

    [Theory]
    [InlineData("/docs/..%2fopenapi.json")]
    [InlineData("/docs/..%5c..%5cappsettings.json")]
    [InlineData("/docs/..\\..\\appsettings.json")]
    [InlineData("/docs//etc/passwd")]
    [InlineData("/docs/%252e%252e/%252e%252e/etc/passwd")]
    [InlineData("/docs/....//....//etc/passwd")]
    [InlineData("/docs/start.js%00.png")]
    [InlineData("/redoc/../../../../../etc/passwd")]
    [InlineData("/redoc/%2e%2e/%2e%2e/etc/passwd")]
    public async Task Path_that_leads_out_is_refused(string path)
    {
        // Through a socket, because HttpClient would tidy the path up.
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);

        var answer = await reader.ReadToEndAsync();

        Assert.Matches("^HTTP/1.1 40[04] ", answer);
    }

    [Theory]
    [InlineData("/openapi.json")]
    [InlineData("/docs")]
    [InlineData("/redoc/start.js")]
    public async Task File_post_is_refused(string address)
    {
        using var response = await SendAsync(HttpMethod.Post, address);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/redoc")]
    public async Task Page_policy_lets_it_load_from_here_only(string address)
    {
        using var response = await server.Client.GetAsync(Relative(address));

        var policy = string.Join(';', response.Headers.GetValues("Content-Security-Policy"))
            .Split(';', StringSplitOptions.TrimEntries)
            .Select(directive => directive.Split(' ', 2))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        Assert.Equal("'none'", policy["default-src"]);
        Assert.Equal("'self'", policy["script-src"]);
        Assert.Equal("'self'", policy["connect-src"]);
        Assert.Equal("'none'", policy["frame-ancestors"]);
        Assert.DoesNotContain("unsafe", policy["style-src"], StringComparison.Ordinal);
        Assert.All(policy.Values, sources => Assert.DoesNotMatch("http|unsafe-eval", sources));
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/start.js")]
    [InlineData("/redoc")]
    [InlineData("/redoc/start.js")]
    [InlineData("/redoc/index.css")]
    public async Task Own_files_name_no_other_server(string address)
    {
        var text = await server.Client.GetStringAsync(Relative(address));

        Assert.DoesNotContain("//", Comments().Replace(text, ""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/redoc")]
    public async Task Page_has_no_script_or_style_within(string address)
    {
        var page = await server.Client.GetStringAsync(Relative(address));

        Assert.DoesNotMatch("<style|<script(?! [^>]*src=)|style=| on[a-z]+=", page);
    }

    [Theory]
    [InlineData("cdn.redoc")]
    [InlineData("otel.cloud.redocly")]
    [InlineData("googleapis")]
    [InlineData("jsdelivr")]
    [InlineData("unpkg.com")]
    public async Task ReDoc_bundle_names_no_server_it_would_load_from(string name)
    {
        var bundle = await server.Client.GetStringAsync(Relative("/redoc/redoc.standalone.js"));

        Assert.Contains("export{", bundle, StringComparison.Ordinal);
        Assert.DoesNotContain(name, bundle, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReDoc_start_switches_telemetry_off() =>
        Assert.Contains(
            "disableTelemetry: true", await server.Client.GetStringAsync(Relative("/redoc/start.js")), StringComparison.Ordinal);

    [Fact]
    public async Task SwaggerUi_start_switches_the_online_validator_off() =>
        Assert.Contains("validatorUrl: null", await server.Client.GetStringAsync(Relative("/docs/start.js")), StringComparison.Ordinal);

    [Fact]
    public async Task Requests_at_the_same_time_all_get_the_same()
    {
        var bundle = Relative("/redoc/redoc.standalone.js");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.Client.GetByteArrayAsync(bundle)));

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, Relative(address));
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await server.Client.SendAsync(request);
    }

    private static async Task AssertNotFoundAsync(HttpResponseMessage response)
    {
        using var _ = response;
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(new MediaTypeHeaderValue("application/json"), response.Content.Headers.ContentType);
        using var error = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        Assert.Equal(["error", "message"], error.RootElement.EnumerateObject().Select(field => field.Name), StringComparer.Ordinal);
        Assert.Equal("not_found", error.RootElement.GetProperty("error").GetString());
    }

    private static Uri Relative(string address) => new(address, UriKind.Relative);

    [GeneratedRegex("""(href|src)="(?<name>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedFiles();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comments();
}
