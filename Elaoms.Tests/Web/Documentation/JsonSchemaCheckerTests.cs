using System.Text.Json;
using Xunit;

namespace Elaoms.Tests.Web.Documentation;

/// <summary>The checker must see faults, or the tests that lean on it say nothing.</summary>
public sealed class JsonSchemaCheckerTests
{
    private const string Schema =
        """
        {
          "type": "object",
          "required": ["name"],
          "properties": {
            "name": { "type": "string", "minLength": 1 },
            "kind": { "enum": ["a", null] },
            "count": { "type": ["integer", "null"], "minimum": 0, "maximum": 3 },
            "code": { "type": "string", "pattern": "^[a-z]+$" },
            "at": { "type": "string", "format": "date-time" },
            "list": { "type": "array", "items": { "$ref": "#/components/text" } },
            "either": { "oneOf": [{ "type": "string" }, { "type": "null" }] },
            "any": { "anyOf": [{ "type": "string" }, { "type": "number" }] },
            "open": { "type": "object", "additionalProperties": { "type": "boolean" } }
          }
        }
        """;

    [Theory]
    [InlineData("""{"name":"n"}""")]
    [InlineData("""{"name":"n","kind":null,"count":3,"code":"x","at":"2026-11-22T12:00:00Z","list":["x"],"either":null,"any":1,"open":"""
        + """{"x":true}}""")]
    public void Checker_value_that_fits_finds_nothing(string value) => Assert.Empty(Check(Schema, value));

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name":1}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"n","unlisted":1}""")]
    [InlineData("""{"name":"n","kind":"b"}""")]
    [InlineData("""{"name":"n","count":1.5}""")]
    [InlineData("""{"name":"n","count":-1}""")]
    [InlineData("""{"name":"n","count":4}""")]
    [InlineData("""{"name":"n","code":"X"}""")]
    [InlineData("""{"name":"n","at":"yesterday"}""")]
    [InlineData("""{"name":"n","at":"2026-11-22T12:00:00+01:00"}""")]
    [InlineData("""{"name":"n","list":[1]}""")]
    [InlineData("""{"name":"n","either":1}""")]
    [InlineData("""{"name":"n","any":null}""")]
    [InlineData("""{"name":"n","open":{"x":1}}""")]
    public void Checker_value_that_does_not_fit_finds_one_fault(string value) => Assert.Single(Check(Schema, value));

    [Fact]
    public void Checker_unknown_keyword_throws() => Assert.Throws<NotSupportedException>(() => Check("""{"propertyNames":"x"}""", "1"));

    [Fact]
    public void Checker_reference_to_nowhere_throws() =>
        Assert.Throws<InvalidOperationException>(() => Check("""{"$ref":"#/components/missing"}""", "1"));

    private static IReadOnlyList<string> Check(string schema, string value) =>
        new JsonSchemaChecker(Parse("""{"components":{"text":{"type":"string"}}}""")).Check(Parse(schema), Parse(value));

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
