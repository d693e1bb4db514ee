using System.Globalization;
using System.Text.Json.Nodes;

namespace Elaoms.FakePlatform.Routes;

/// <summary>Lists, a page at a time.</summary>
internal static class Paging
{
    private const int DefaultSize = 30;

    public static JsonObject Page(PlatformRequest request, string name, IEnumerable<JsonNode> items)
    {
        var all = items.ToList();
        var start = request.Text("cursor") is { } cursor ? int.Parse(cursor["c_".Length..], CultureInfo.InvariantCulture) : 0;
        var size = request.Text("page_size") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : DefaultSize;
        var end = Math.Min(all.Count, start + Math.Min(size, Largest));
        return new JsonObject
        {
            [name] = new JsonArray([.. all[start..end]]),
            ["next_cursor"] = end < all.Count ? FormattableString.Invariant($"c_{end}") : null,
            ["has_more"] = end < all.Count,
        };
    }

    /// <summary>The platform may give fewer than it is asked for; here so few that cursors are used.</summary>
    private const int Largest = 7;
}
