using System.Reflection;
using System.Text.Json;
using Elaoms.Web.Documentation;
using Xunit;

namespace Elaoms.Tests.Web.Documentation;

public sealed class OpenApiDocumentTests(DocumentationServer server) : IClassFixture<DocumentationServer>, IAsyncLifetime
{
    private JsonElement _document;
    private JsonSchemaChecker _checker = new(default);

    public async Task InitializeAsync()
    {
        _document = await server.GetOpenApiAsync();
        _checker = new JsonSchemaChecker(_document);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Document_paths_are_every_route() =>
        Assert.Equal(
            [
                "GET /", "GET /api/v1/audit", "GET /api/v1/callers", "GET /api/v1/callers/{key}",
                "GET /api/v1/callers/{key}/calls", "GET /api/v1/callers/{key}/calls/{id}", "GET /api/v1/calls",
                "GET /api/v1/days", "GET /api/v1/jobs/{id}", "GET /api/v1/jobs/{id}/files/{name}", "GET /docs", "GET /docs/{path}",
                "GET /health", "GET /health/live", "GET /health/ready", "GET /openapi.json",
                "GET /redoc",
                "GET /redoc/{path}", "POST /api/v1/callers/find",
                "POST /api/v1/callers/{key}/changes", "POST /api/v1/callers/{key}/erasure", "POST /api/v1/callers/{key}/exports",
                "POST /api/v1/callers/{key}/search",
                "POST /api/v1/calls/dismiss", "POST /api/v1/calls/replay",
                "POST /webhook/client-data", "POST /webhook/post-call", "POST /webhook/search-data",
            ],
            Operations().Select(operation => operation.Name).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);

    [Fact]
    public void Document_version_is_the_assembly_version()
    {
        var version =
            typeof(DocumentationEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        Assert.Equal(version.Split('+')[0], _document.GetProperty("info").GetProperty("version").GetString());
    }

    [Fact]
    public void Document_references_all_resolve()
    {
        var references = References();

        Assert.NotEmpty(references);
        Assert.All(references, reference => _checker.Resolve(reference));
    }

    [Fact]
    public void Document_components_are_all_used()
    {
        var used = References();
        var defined = _document.GetProperty("components").EnumerateObject()
            .Where(kind => kind.Name != "securitySchemes")
            .SelectMany(kind => kind.Value.EnumerateObject().Select(component => $"#/components/{kind.Name}/{component.Name}"));

        Assert.All(defined, component => Assert.Contains(component, used));
    }

    [Fact]
    public void Document_operations_have_texts_security_and_their_own_id()
    {
        var schemes = _document.GetProperty("components").GetProperty("securitySchemes");
        Assert.All(Operations(), operation =>
        {
            Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.Value.GetProperty("description").GetString()!);
            foreach (var scheme in operation.Value.GetProperty("security").EnumerateArray().SelectMany(each => each.EnumerateObject()))
                Assert.True(schemes.TryGetProperty(scheme.Name, out _), $"There is no security scheme {scheme.Name}.");
        });
        Assert.Distinct(Operations().Select(operation => operation.Value.GetProperty("operationId").GetString()), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("POST /webhook/client-data", "clientDataKey", "X-Api-Key")]
    [InlineData("POST /webhook/search-data", "searchDataKey", "X-Api-Key")]
    [InlineData("POST /webhook/post-call", "elevenLabsSignature", "ElevenLabs-Signature")]
    public void Webhook_security_names_its_header(string operation, string scheme, string header)
    {
        var security = Operation(operation).GetProperty("security");
        var described = _document.GetProperty("components").GetProperty("securitySchemes").GetProperty(scheme);

        Assert.Equal(scheme, Assert.Single(Assert.Single(security.EnumerateArray()).EnumerateObject()).Name);
        Assert.Equal("header", described.GetProperty("in").GetString());
        Assert.Equal(header, described.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(
        "POST /webhook/client-data", "200", "400 invalid_json", "401 unauthorized", "413 payload_too_large", "429 too_many_refused")]
    [InlineData(
        "POST /webhook/search-data", "200", "400 invalid_json", "400 missing_query", "401 unauthorized", "401 unauthorized",
        "413 payload_too_large", "429 too_many_refused")]
    [InlineData(
        "POST /webhook/post-call", "200", "400 invalid_json", "401 unauthorized", "408 request_timeout", "413 payload_too_large",
        "429 too_many_refused", "503 storage_unavailable", "503 busy")]
    [InlineData(
        "GET /api/v1/callers", "200", "400 invalid_parameter", "401 unauthorized", "404 not_found", "429 too_many_refused",
        "429 locked_out", "503 storage_unavailable")]
    [InlineData(
        "POST /api/v1/calls/replay", "200", "400 invalid_json", "400 invalid_parameter", "401 unauthorized", "403 forbidden",
        "404 not_found", "413 payload_too_large", "429 too_many_refused", "429 locked_out", "503 storage_unavailable")]
    [InlineData("GET /", "200")]
    [InlineData("GET /health", "200")]
    [InlineData("GET /health/live", "200")]
    [InlineData("GET /health/ready", "200", "503")]
    [InlineData("GET /openapi.json", "200", "304")]
    [InlineData("GET /docs", "200", "304")]
    [InlineData("GET /docs/{path}", "200", "304", "404 not_found")]
    [InlineData("GET /redoc", "200", "304")]
    [InlineData("GET /redoc/{path}", "200", "304", "404 not_found")]
    public void Operation_answers_are_these(string operation, params string[] answers)
    {
        var described = Operation(operation).GetProperty("responses").EnumerateObject()
            .SelectMany(response => AnswersOf(response.Name, response.Value));

        Assert.Equal(answers, described, StringComparer.Ordinal);
    }

    [Fact]
    public void Error_codes_are_listed_in_the_schema_the_examples_and_the_text()
    {
        var listed = _document.GetProperty("components").GetProperty("schemas").GetProperty("Error").GetProperty("properties")
            .GetProperty("error")
            .GetProperty("enum").EnumerateArray().Select(code => code.GetString()!).Order(StringComparer.Ordinal).ToList();
        var inExamples = Operations().SelectMany(operation => operation.Value.GetProperty("responses").EnumerateObject())
            .SelectMany(response => CodesOf(_checker.Resolve(response.Value))).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        var text = _document.GetProperty("info").GetProperty("description").GetString()!;

        Assert.Equal(listed, inExamples, StringComparer.Ordinal);
        Assert.All(listed, code => Assert.Contains($"`{code}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Storage_fault_says_when_to_send_again()
    {
        var response = _checker.Resolve(Operation("POST /webhook/post-call").GetProperty("responses").GetProperty("503"));

        Assert.True(response.GetProperty("headers").TryGetProperty("Retry-After", out _));
    }

    [Fact]
    public void Bodies_all_have_examples_that_fit_their_schema()
    {
        var bodies = Bodies().ToList();

        Assert.NotEmpty(bodies);
        Assert.All(bodies, body =>
        {
            var examples = body.Content.GetProperty("examples").EnumerateObject().ToList();
            Assert.NotEmpty(examples);
            foreach (var example in examples)
            {
                Assert.NotEmpty(example.Value.GetProperty("summary").GetString()!);
                AssertFits(body.Content.GetProperty("schema"), example.Value.GetProperty("value"), $"{body.Name}, example {example.Name}");
            }
        });
    }

    [Fact]
    public void Webhook_requests_all_have_a_body() =>
        Assert.All(
            Operations().Where(operation => operation.Name.StartsWith("POST /webhook/", StringComparison.Ordinal)),
            operation => Assert.True(operation.Value.GetProperty("requestBody").GetProperty("required").GetBoolean()));

    [Fact]
    public void Schemas_examples_fit_the_schema_they_stand_in()
    {
        var schemas = Below(_document.GetProperty("components").GetProperty("schemas"))
            .Where(at => at.Value.ValueKind is JsonValueKind.Object
                && at.Value.TryGetProperty("examples", out var held) && held.ValueKind is JsonValueKind.Array)
            .ToList();

        Assert.NotEmpty(schemas);
        Assert.All(schemas, schema =>
        {
            foreach (var example in schema.Value.GetProperty("examples").EnumerateArray())
                AssertFits(schema.Value, example, schema.Name);
        });
    }

    [Fact]
    public void Headers_and_parameters_have_an_example_that_fits()
    {
        var described = Below(_document)
            .Where(at => at.Value.ValueKind is JsonValueKind.Object)
            .Where(at => at.Value.TryGetProperty("example", out _) && at.Value.TryGetProperty("schema", out _))
            .ToList();
        var headers = Operations().SelectMany(operation => operation.Value.GetProperty("responses").EnumerateObject())
            .Select(response => _checker.Resolve(response.Value))
            .SelectMany(response => response.TryGetProperty("headers", out var held) ? held.EnumerateObject() : [])
            .Select(header => _checker.Resolve(header.Value));
        var parameters = Operations()
            .SelectMany(operation => operation.Value.TryGetProperty("parameters", out var held) ? held.EnumerateArray() : [])
            .Select(_checker.Resolve);

        Assert.All(headers.Concat(parameters), each => Assert.True(each.TryGetProperty("example", out _), $"{each} has no example."));
        Assert.All(described, each => AssertFits(each.Value.GetProperty("schema"), each.Value.GetProperty("example"), each.Name));
    }

    [Fact]
    public void Schemas_properties_all_have_a_description() =>
        Assert.All(
            Below(_document.GetProperty("components").GetProperty("schemas"))
                .Where(at => at.Name == "properties" && at.Value.ValueKind is JsonValueKind.Object)
                .SelectMany(at => at.Value.EnumerateObject()),
            property => Assert.True(
                _checker.Resolve(property.Value).TryGetProperty("description", out _), $"{property.Name} has no description."));

    [Theory]
    [InlineData("client_data.request.*", "ClientDataRequest")]
    [InlineData("search_data.request.flat.json", "SearchDataQuery")]
    [InlineData("search_data.request.enveloped.json", "SearchDataToolCall")]
    [InlineData("post_call_transcription.*", "PostCallTranscription")]
    [InlineData("post_call_transcription_otel.json", "PostCallTranscriptionOtel")]
    [InlineData("post_call_audio.json", "PostCallAudio")]
    [InlineData("call_initiation_failure.*", "CallInitiationFailure")]
    [InlineData("unknown_event.json", "OtherEvent")]
    public void Payloads_fit_the_schema_that_describes_them(string files, string schema)
    {
        var payloads = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "payloads"), files);

        var described = _document.GetProperty("components").GetProperty("schemas").GetProperty(schema);

        Assert.NotEmpty(payloads);
        Assert.All(payloads, payload =>
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(payload));
            AssertFits(described, document.RootElement, Path.GetFileName(payload));
        });
    }

    private HashSet<string> References() =>
        Below(_document).Where(at => at.Name == "$ref").Select(at => at.Value.GetString()!).ToHashSet(StringComparer.Ordinal);

    private void AssertFits(JsonElement schema, JsonElement value, string what)
    {
        var faults = _checker.Check(schema, value);
        Assert.True(faults.Count == 0, $"{what}: {string.Join(' ', faults)}");
    }

    private IEnumerable<(string Name, JsonElement Value)> Operations() =>
        _document.GetProperty("paths").EnumerateObject()
            .SelectMany(
                path => path.Value.EnumerateObject().Select(method => ($"{method.Name.ToUpperInvariant()} {path.Name}", method.Value)));

    private JsonElement Operation(string name) => Operations().Single(operation => operation.Name == name).Value;

    private IEnumerable<(string Name, JsonElement Content)> Bodies()
    {
        foreach (var (name, operation) in Operations())
        {
            if (operation.TryGetProperty("requestBody", out var request))
            {
                foreach (var content in request.GetProperty("content").EnumerateObject())
                    yield return ($"{name}, request", content.Value);
            }

            foreach (var response in operation.GetProperty("responses").EnumerateObject())
            {
                // A 304 has no body.
                if (response.Name == "304")
                    continue;
                foreach (var content in _checker.Resolve(response.Value).GetProperty("content").EnumerateObject())
                    yield return ($"{name}, {response.Name}", content.Value);
            }
        }
    }

    private IEnumerable<string> AnswersOf(string status, JsonElement response)
    {
        var codes = CodesOf(_checker.Resolve(response)).ToList();
        return codes.Count == 0 ? [status] : codes.Select(code => $"{status} {code}");
    }

    private static IEnumerable<string> CodesOf(JsonElement response) =>
        response.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json)
            ? json.GetProperty("examples").EnumerateObject()
                .Select(example => example.Value.GetProperty("value"))
                .Where(value => value.TryGetProperty("error", out _))
                .Select(value => value.GetProperty("error").GetString()!)
            : [];

    private static IEnumerable<(string Name, JsonElement Value)> Below(JsonElement element)
    {
        var children = element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(field => (field.Name, field.Value)),
            JsonValueKind.Array => element.EnumerateArray().Select(item => ("", item)),
            _ => [],
        };
        return children.SelectMany(child => Below(child.Item2).Prepend((child.Item1, child.Item2)));
    }
}
