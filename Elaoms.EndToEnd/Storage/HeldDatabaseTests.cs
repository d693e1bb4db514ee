using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Elaoms.EndToEnd.Storage;

/// <summary>The queue while another program holds the database for longer than a writer waits, which is five seconds.</summary>
public sealed class HeldDatabaseTests() : StorageTests(StorageKind.Embedded)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Database_held_by_another_program_at_the_first_receive_is_no_end_of_receiving()
    {
        await AddAsync();
        await FailToReceiveAsync();

        Assert.NotNull(await ReceiveAsync());
    }

    [Fact]
    public async Task Message_taken_while_another_process_takes_over_from_the_dead_stays_with_its_taker()
    {
        await AddAsync();
        // It has the lock that says that all leases are of the dead, and could not yet act on it.
        await FailToReceiveAsync();
        await using var other = Storage.Open();
        Assert.NotNull(await other.Queue.ReceiveAsync(Lease, CancellationToken.None));

        Assert.Null(await ReceiveAsync());
    }

    private async Task FailToReceiveAsync()
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Storage.Settings.DatabasePath, Pooling = false };
        await using var program = new SqliteConnection(file.ToString());
        await program.OpenAsync(CancellationToken.None);
        await using var held = program.BeginTransaction(deferred: false);
        await Assert.ThrowsAsync<SqliteException>(async () => await ReceiveAsync());
    }

    private ValueTask AddAsync()
        => Stores.Queue.EnqueueAsync(new CallMessage(CallMessage.CurrentVersion, Stores.NameOf("1"), null), CancellationToken.None);

    private ValueTask<QueuedCall?> ReceiveAsync() => Stores.Queue.ReceiveAsync(Lease, CancellationToken.None);
}
