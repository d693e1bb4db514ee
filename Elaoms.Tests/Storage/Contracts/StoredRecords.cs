using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is stored of a record: its head, and its segments with the pages that list them.</summary>
internal static class StoredRecords
{
    /// <summary>Demands that a record is another in all that is stored of it, and that nothing lies there which it does not name.</summary>
    public static async Task HoldsAsync(this Stores stores, CallerKey key, CallerRecord expected)
    {
        if (await stores.HeadAsync(key) is not { } head)
        {
            Assert.Empty(expected.Calls);
            return;
        }

        var read = (await stores.Records.ReadAsync(key, CancellationToken.None))!.Value;
        Assert.Equal((expected with { Revision = read.Revision }).Text(), read.Text());
        Assert.Equal(expected.Known().Current, head.Known().Current);
        Assert.Equal(expected.Known().Held, head.Known().Held);
        Assert.Equal(expected.Calls.Count, head.CallCount);
        Assert.Equal(JsonSerializer.Serialize(CallDays.Of(expected.Calls)), JsonSerializer.Serialize(head.History.Days));
        var profile = (await stores.Profiles.ReadAsync(key, CancellationToken.None))!.Value;
        Assert.Equal(
            StoredJson.Write(ProfileBuilder.Build(expected with { Revision = profile.Revision }), CallerJson.Default.CallerProfile),
            StoredJson.Write(profile with { Told = null }, CallerJson.Default.CallerProfile));
        Assert.Equal(await stores.NamedAsync(key), await stores.SegmentsAsync(key));
    }

    public static async Task<RecordHead?> HeadAsync(this Stores stores, CallerKey key)
        => (await stores.Callers.ReadAsync(key, CancellationToken.None))?.Value;

    /// <summary>The segments of a record in their order, as its pages and its head list them.</summary>
    public static async Task<List<SegmentEntry>> ListedAsync(this Stores stores, CallerKey key)
    {
        var (head, listed) = ((await stores.HeadAsync(key))!, new List<SegmentEntry>());
        foreach (var page in head.Pages)
        {
            var read = (await stores.Segments.ReadAsync($"{key.Value}/{page.Name}", CancellationToken.None))!.Value;
            Assert.Equal((page.Segments, page.Calls), (read.Segments!.Count, read.Segments.Sum(segment => segment.Calls)));
            Assert.Empty(read.Calls);
            listed.AddRange(read.Segments);
        }

        return [.. listed, .. head.Segments];
    }

    /// <summary>The names of the segments and pages that a record has, in alphabetical order.</summary>
    public static async Task<List<string>> NamedAsync(this Stores stores, CallerKey key)
        => [.. (await stores.ListedAsync(key)).Select(segment => segment.Name)
            .Concat((await stores.HeadAsync(key))!.Pages.Select(page => page.Name))
            .Select(name => $"{key.Value}/{name}").Order(StringComparer.Ordinal)];

    /// <summary>The names of all segments and pages that lie below a key, in alphabetical order.</summary>
    public static async Task<List<string>> SegmentsAsync(this Stores stores, CallerKey key)
        => [.. (await stores.Segments.ListAsync(key.Value + "/", CancellationToken.None).ToListAsync())
            .Select(segment => segment.Name).Order(StringComparer.Ordinal)];
}
