using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Elaoms.Tests.Calls;

/// <summary>Payload files with something wrong in them: bytes changed, or values of another type in any place.</summary>
internal static class Mutations
{
    private static readonly byte[][] Files = [.. Payload.Names("post_call_*.json").Select(Payload.Read)];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e308", "-1e308", "1e999", "123456789012345678901234567890", "\"\"", "\"x\"", "\"12\"", "\"NaN\"",
        "\"Infinity\"", "[]", "{}", "[null]", "[[1]]", "{\"a\":{}}",
        "\"\\uD800\"", "\"\\u0000\"",
    ];

    public static Gen<byte[]> OfPayloadFiles { get; } = Gen.OneOf(Bytes(), Nodes());

    private static Gen<byte[]> Bytes()
        => from file in Gen.Elements(Files)
           from changes in (from at in Gen.Choose(0, file.Length - 1) from to in Gen.Choose(0, 255) select (at, to)).NonEmptyListOf()
           from cut in Gen.Frequency((9, Gen.Constant(file.Length)), (1, Gen.Choose(0, file.Length)))
           select Change(file, changes)[..cut];

    private static Gen<byte[]> Nodes()
        => from file in Gen.Elements(Files)
           from changes in (from at in Gen.Choose(0, int.MaxValue) from to in Gen.Elements(Values) select (at, to)).NonEmptyListOf()
           select Replace(file, changes);

    private static byte[] Change(byte[] file, IEnumerable<(int At, int To)> changes)
    {
        var changed = file.ToArray();
        foreach (var (at, to) in changes)
            changed[at] = (byte)to;
        return changed;
    }

    private static byte[] Replace(byte[] file, IEnumerable<(int At, string To)> changes)
    {
        var text = Encoding.UTF8.GetString(file);
        foreach (var (at, to) in changes)
        {
            const string place = "\"placed here\"";
            var root = JsonNode.Parse(text)!;
            var places = Below(root).ToList();
            if (places.Count == 0)
                break;
            places[at % places.Count].ReplaceWith(JsonNode.Parse(place));
            text = root.ToJsonString().Replace(place, to, StringComparison.Ordinal);
            if (to is "1e999" or "123456789012345678901234567890" || to.Contains("uD800", StringComparison.Ordinal))
                break;
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static IEnumerable<JsonNode> Below(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().SelectMany(child => Below(child).Prepend(child)),
        JsonArray items => items.OfType<JsonNode>().SelectMany(child => Below(child).Prepend(child)),
        _ => [],
    };
}
