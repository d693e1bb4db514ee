using Elaoms.Core.Storage.Payloads;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="IUnreadableNotices"/> promises.</summary>
public abstract class UnreadableNoticesContract(StorageKind kind) : StorageTests(kind)
{
    private static readonly UnreadableNotices First = new([Notice("a")], 0, FixedClock.Start);
    private static readonly UnreadableNotices Second = new(
        [Notice("b") with { Payload = "2026/10/07/x", Count = 1L << 40, Reason = "It's \"broken\": é 😀 \\ </script>" }, Notice("c")],
        7,
        FixedClock.Start.AddTicks(1));

    private IUnreadableNotices Notices => Stores.Get<IUnreadableNotices>();

    [Fact]
    public async Task Notices_nobody_wrote_are_null() => Assert.Null(await Notices.ReadAsync(CancellationToken.None));

    [Fact]
    public async Task Notices_are_read_as_they_were_written()
    {
        foreach (var notices in new[] { First, Second, UnreadableNotices.None, First })
        {
            var tag = await WriteAsync(notices);

            var stored = (await Notices.ReadAsync(CancellationToken.None))!;
            Assert.Equivalent(notices, stored.Value, strict: true);
            Assert.Equal(tag, stored.ETag);
        }
    }

    [Fact]
    public async Task Notices_are_replaced_only_over_the_version_that_was_read()
    {
        var first = await WriteAsync(First);
        Assert.Null(await Notices.TryWriteAsync(Second, replaces: null, CancellationToken.None));

        var second = await WriteAsync(First);

        Assert.NotEqual(first, second);
        Assert.Null(await Notices.TryWriteAsync(Second, first, CancellationToken.None));
        Assert.Equivalent(First, (await Notices.ReadAsync(CancellationToken.None))!.Value, strict: true);
    }

    [Fact]
    public async Task Notices_that_several_race_for_are_written_by_one_of_them()
    {
        await using var other = Storage.Open();
        string? tag = null;
        for (var round = 0; round < 10; round++)
        {
            var tags = await Task.WhenAll(new[] { Stores, other, Stores, other }.Select((stores, i) => Task.Run(async () =>
                await stores.Get<IUnreadableNotices>().TryWriteAsync(First with { Others = i }, tag, CancellationToken.None))));

            var won = Assert.Single(tags, written => written is not null);
            var stored = (await Notices.ReadAsync(CancellationToken.None))!;
            Assert.Equal(Array.IndexOf(tags, won), stored.Value.Others);
            tag = stored.ETag;
        }
    }

    [Fact]
    public async Task Notices_outlive_the_process()
    {
        await WriteAsync(Second);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        Assert.Equivalent(Second, (await next.Get<IUnreadableNotices>().ReadAsync(CancellationToken.None))!.Value, strict: true);
    }

    [Fact]
    public async Task As_many_notices_as_there_may_be_are_read_as_they_were_written()
    {
        var notices = Enumerable.Range(0, UnreadableNotices.MaxNotices).Select(i => Notice($"{i}"));
        var many = new UnreadableNotices([.. notices], 1, FixedClock.Start);

        await WriteAsync(many);

        Assert.Equivalent(many, (await Notices.ReadAsync(CancellationToken.None))!.Value, strict: true);
    }

    [Fact]
    public async Task Notices_are_no_receipts()
    {
        await WriteAsync(First);

        var day = DateOnly.FromDateTime(FixedClock.Start.UtcDateTime);
        Assert.Empty(await Stores.Receipts.ListAsync(day, CancellationToken.None).ToListAsync());
        Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
    }

    private async Task<string> WriteAsync(UnreadableNotices notices)
    {
        var tag = await Notices.TryWriteAsync(notices, (await Notices.ReadAsync(CancellationToken.None))?.ETag, CancellationToken.None);
        Assert.NotNull(tag);
        return tag;
    }

    private static UnreadableNotice Notice(string id)
        => new(id, "calls", 3, "It is no JSON object.", Payload: null, 1, FixedClock.Start, FixedClock.Start.AddMinutes(1));

    public sealed class OnFiles() : UnreadableNoticesContract(StorageKind.Embedded);
}
