using System.Text;
using System.Text.Json.Nodes;
using Elaoms.Tests.Server;

namespace Elaoms.EndToEnd.Server;

/// <summary>Makes one broken or twisted form of an inbound file after another; the same seed makes the same forms.</summary>
#pragma warning disable CA5394 // Tests that can be repeated need a generator with a seed.
public sealed class Mutator(int seed)
{
    private static readonly (string Route, byte[] Body)[] Sources =
    [
        .. Payloads.Deliveries().Select(name => ("post_call", Payloads.Read(name))),
        .. Payloads.Named("client_data.request.*").Select(name => ("client_data", Payloads.Read(name))),
        .. Payloads.Named("search_data.request.*").Select(name => ("search_data", Payloads.Read(name))),
    ];

    private static readonly string[] Numbers =
        [
            "0", "-0", "-1", "1e308", "-1e308", "1e-320", "1e400", "9223372036854775808", "2147483648", "99999999999999999999999999999999",
            "0.1e1", "253402300800", "253402300799.9",
        ];

    private static readonly string[] Texts =
    [
        "", " ", "\0", "null", "true", "-1", "../../x", "{name}", "{{user_name}}", "<script>", "\u202E\u0301", "👋", "anonymous",
        "+266696687", "%s%n", "'; DROP TABLE callers;--",
        "\r\nX-Injected: 1", "𝔘𝔫𝔦", "ﷺ", "１２３４５６７",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The route it is for, and the bytes.</summary>
    public (string Route, byte[] Body) Next()
    {
        var (route, source) = Pick(Sources);
        var root = JsonNode.Parse(source)!;
        if (_random.Next(2) == 0)
            SwapIds(root);
        for (var i = _random.Next(4); i >= 0; i--)
            root = MutateTree(root);
        var body = Encoding.UTF8.GetBytes(root.ToJsonString());
        return (route, _random.Next(2) == 0 ? body : MutateBytes(body));
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    // Few enough of both that conversations meet again, under the same caller and under others.
    private void SwapIds(JsonNode root)
    {
        if (root["data"] is not JsonObject data)
        {
            root["caller_id"] = Number();
            return;
        }

        root["event_timestamp"] = 1_790_000_000 + _random.Next(100_000);
        data["conversation_id"] = $"conv_{_random.Next(1500)}";
        if (data["metadata"]?["phone_call"] is JsonObject call)
            call["external_number"] = Number();
        else
            data["user_id"] = $"web-user-{_random.Next(5)}";
    }

    private string Number() => $"+120255501{_random.Next(20):00}";

    private JsonNode MutateTree(JsonNode root)
    {
        var places = new List<(JsonNode Parent, string? Name, int Index)>();
        Collect(root, places);
        if (places.Count == 0)
            return root;
        var (parent, name, index) = Pick(places);
        if (parent is JsonObject fields)
            MutateField(fields, name!);
        else if (_random.Next(3) == 0)
            parent.AsArray().RemoveAt(index);
        else
            parent.AsArray()[index] = Replacement(parent.AsArray()[index]);
        return root;
    }

    private void MutateField(JsonObject fields, string name)
    {
        switch (_random.Next(5))
        {
            case 0:
                fields.Remove(name);
                break;
            case 1:
                var value = fields[name]?.DeepClone();
                fields.Remove(name);
                fields[Pick([name + "x", name.ToUpperInvariant(), "", "type", "data", "conversation_id", "message", Pick(Texts)])] = value;
                break;
            default:
                fields[name] = Replacement(fields[name]);
                break;
        }
    }

    private JsonNode? Replacement(JsonNode? former) => _random.Next(12) switch
    {
        0 => null,
        1 => JsonNode.Parse(Pick(Numbers)),
        2 => Pick(Texts),
        3 => _random.Next(2) == 0,
        4 => new JsonArray(former?.DeepClone(), null, new JsonArray()),
        5 => new JsonObject { [Pick(Texts)] = former?.DeepClone(), ["value"] = former?.DeepClone(), ["message"] = Pick(Texts) },
        6 => new JsonArray(),
        7 => new JsonObject(),
        8 => former?.ToJsonString(),
        9 => new string((char)_random.Next(0x20, 0xD7FF), _random.Next(_random.Next(40) == 0 ? 500_000 : 2000)),
        10 => new JsonArray([.. Enumerable.Range(0, _random.Next(_random.Next(40) == 0 ? 200_000 : 50)).Select(i => (JsonNode?)i)]),
        _ => Many(former),
    };

    private JsonArray Many(JsonNode? former) => new([.. Enumerable.Range(0, _random.Next(20)).Select(_ => former?.DeepClone())]);

    private byte[] MutateBytes(byte[] body)
    {
        var at = _random.Next(body.Length);
        switch (_random.Next(8))
        {
            case 0:
                return body[..at];
            case 1:
                body[at] = (byte)_random.Next(256);
                return body;
            case 2:
                return Insert(body, InsideText(body, at), [0xC3, 0x28, 0xFF, 0xED, 0xA0, 0x80]);
            case 3:
                return Insert(
                    body,
                    InsideText(body, at),
                    Encoding.ASCII.GetBytes(Pick(["\\ud800", "\\udc00", "\\ud83d\\u0041", "\\ud800\\ud800", "\\udfff\\ud800", "\\u0000"])));
            case 4:
                return WithFirstField(body, Nested(_random.Next(2) == 0 ? _random.Next(100) : _random.Next(5000)));
            case 5:
                return WithFirstField(body, Pick(
                [
                    "\"type\":7,", "\"data\":{\"conversation_id\":\"first\"},", "\"data\":null,", "\"event_timestamp\":1e999,",
                    "\"caller_id\":[],", "\"parameters\":{},",
                ]));
            case 6:
                return [.. "\uFEFF"u8, .. body];
            default:
                return [.. body, .. Encoding.ASCII.GetBytes(Pick(["}", "\0", " \n", ",", "{}", "//"]))];
        }
    }

    private string Nested(int depth)
    {
        var name = Pick(["deep", "data", "metadata", "analysis"]);
        return _random.Next(2) == 0
            ? $"\"{name}\":{new string('[', depth)}{new string(']', depth)},"
            : $"\"{name}\":{string.Concat(Enumerable.Repeat("{\"a\":", depth))}1{new string('}', depth)},";
    }

    private static byte[] WithFirstField(byte[] body, string field)
        => body[0] == '{' ? Insert(body, 1, Encoding.UTF8.GetBytes(field)) : body;

    private static byte[] Insert(byte[] body, int at, byte[] bytes) => [.. body[..at], .. bytes, .. body[at..]];

    // Right after a quote is inside a text or just behind it: both are wanted.
    private static int InsideText(byte[] body, int from) => Array.IndexOf(body, (byte)'"', from) is var quote and >= 0 ? quote + 1 : from;

    private static void Collect(JsonNode? node, List<(JsonNode Parent, string? Name, int Index)> places)
    {
        if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields)
            {
                places.Add((fields, name, 0));
                Collect(value, places);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count && i < 100; i++)
            {
                places.Add((items, null, i));
                Collect(items[i], places);
            }
        }
    }
}
