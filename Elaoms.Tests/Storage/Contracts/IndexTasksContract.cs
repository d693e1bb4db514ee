using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of index tasks: a listing says when each is due.</summary>
public abstract class IndexTasksContract(StorageKind kind) : DocumentStoreContract<IndexTask>(kind, IndexJson.Default.IndexTask)
{
    private static readonly DateTimeOffset Now = FixedClock.Start.AddTicks(5);

    [Fact]
    public void Task_of_any_values_is_read_as_it_was_written() => Check(
        from ticks in Gen.Choose(int.MinValue, int.MaxValue)
        from taken in Gen.Elements(true, false)
        from tries in Gen.OneOf(Gen.Choose(0, 20), Gen.Constant(int.MaxValue))
        select new IndexTask(Now.AddTicks(ticks), taken, tries),
        async task =>
        {
            await WriteAsync(Name, task);

            Assert.Equal(task, (await ReadAsync(Name))!.Value);
            Assert.Equal([new CallerKey(Name)], await DueAsync(task.NotBefore));
            Assert.Empty(await DueAsync(task.NotBefore.AddTicks(-1)));
        });

    [Fact]
    public async Task Tasks_that_are_due_are_listed()
    {
        TimeSpan[] ahead =
        [
            TimeSpan.Zero,
            TimeSpan.FromTicks(-1),
            TimeSpan.FromTicks(1),
            TimeSpan.FromMilliseconds(-1),
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromDays(-900),
            TimeSpan.FromDays(900),
        ];
        // The last one is farther ahead than anything waits: the clock has been put back since, and it is due.
        foreach (var (by, i) in ahead.Select((by, i) => (by, i)))
            await WriteAsync(NameOf(i), new IndexTask((Now + by).ToOffset(TimeSpan.FromHours(i)), IsTaken: i % 2 == 0, i));

        Assert.Equal(KeysOf(0, 1, 3, 5, 6), await DueAsync(Now));
        Assert.Equal(KeysOf(0, 1, 3, 5, 6), await DueAsync(Now.ToOffset(TimeSpan.FromHours(-9))));
        Assert.Equal(KeysOf(0, 1, 2, 3, 5, 6), await DueAsync(Now.AddTicks(1)));

        await Documents.DeleteAsync(NameOf(0), CancellationToken.None);
        await WriteAsync(NameOf(1), new IndexTask(Now.AddMinutes(3), IsTaken: true, 7));
        Assert.Equal(KeysOf(3, 5, 6), await DueAsync(Now));
    }

    protected override IndexTask Sample(int number) => new(Now.AddMinutes(number), IsTaken: number % 2 == 0, number);

    private async Task<IEnumerable<CallerKey>> DueAsync(DateTimeOffset now)
        => (await Documents.ListDueAsync(now, CancellationToken.None).ToListAsync()).OrderBy(key => key.Value, StringComparer.Ordinal);

    private static IEnumerable<CallerKey> KeysOf(params int[] numbers) => numbers.Select(number => new CallerKey(NameOf(number)));

    public sealed class OnFiles() : IndexTasksContract(StorageKind.Embedded);
}
