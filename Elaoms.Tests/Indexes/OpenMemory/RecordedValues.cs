using System.Text.Json;
using Xunit;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>What was recorded, and what stands for it now: ids are other ones, times and scores too.</summary>
internal sealed class RecordedValues
{
    private static readonly string[] Times = ["created_at", "updated_at", "last_seen_at", "score"];
    private readonly Dictionary<string, string> _now = new(StringComparer.Ordinal);

    /// <summary>Says what stands for a recorded id.</summary>
    public void Pair(string recorded, string now) => _now[recorded] = now;

    /// <summary>A recorded text with the ids of now.</summary>
    public string Now(string recorded) => _now.Aggregate(recorded, (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal));

    /// <summary>
    /// Demands the same names, kinds and values; of times and scores only the kind, of saliences about the same. An id that is seen first
    /// stands for the recorded one from then on.
    /// </summary>
    public void AssertSame(JsonElement recorded, JsonElement now, string where, string name = "")
    {
        Assert.Equal((where, name, recorded.ValueKind), (where, name, now.ValueKind));
        switch (recorded.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(Names(recorded), Names(now), StringComparer.Ordinal);
                foreach (var property in recorded.EnumerateObject())
                    AssertSame(property.Value, now.GetProperty(property.Name), where, property.Name);
                break;
            case JsonValueKind.Array:
                Assert.Equal((where, name, recorded.GetArrayLength()), (where, name, now.GetArrayLength()));
                foreach (var (old, own) in recorded.EnumerateArray().Zip(now.EnumerateArray()))
                    AssertSame(old, own, where, name);
                break;
            case JsonValueKind.Number when Times.Contains(name, StringComparer.Ordinal):
                break;
            case JsonValueKind.Number when name == "salience":
                Assert.Equal(recorded.GetDouble(), now.GetDouble(), 0.01);
                break;
            case JsonValueKind.String when name == "id" && _now.TryAdd(recorded.GetString()!, now.GetString()!):
                Assert.Distinct(_now.Values, StringComparer.Ordinal);
                break;
            default:
                Assert.Equal((where, name, Now(recorded.GetRawText())), (where, name, now.GetRawText()));
                break;
        }
    }

    private static IEnumerable<string> Names(JsonElement parent)
        => parent.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);
}
