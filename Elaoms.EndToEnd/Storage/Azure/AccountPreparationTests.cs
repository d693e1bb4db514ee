using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Azurite;
using Elaoms.Storage.Azure;
using Elaoms.Tests.Server;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.EndToEnd.Storage.Azure;

public sealed class AccountPreparationTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Containers_queues_and_tables_are_made_and_those_that_are_there_are_left_alone()
    {
        var account = new AzureAccount(new AzureStorageSettings { ConnectionString = (await AzuriteServer.SharedAsync()).NewAccount() });
        await account.Calls.CreateAsync();
        await account.Calls.SendMessageAsync("waiting");

        for (var start = 0; start < 2; start++)
            await PrepareAsync(account);

        foreach (var container in account.Containers)
            Assert.Equal(
                global::Azure.Storage.Blobs.Models.PublicAccessType.None,
                (await container.GetPropertiesAsync()).Value.PublicAccess ?? default);
        Assert.Equal(
            ["payloads", "recordings", "receipts", "callers", "conversations", "engine", "audit", "jobs"],
            account.Containers.Select(container => container.Name));
        Assert.Equal(["calls", "calls-poison"], [account.Calls.Name, account.PoisonedCalls.Name]);
        Assert.Equal(1, (await account.Calls.GetPropertiesAsync()).Value.ApproximateMessagesCountLong);
        Assert.True(await account.PoisonedCalls.ExistsAsync());
        Assert.Empty(await Assert.Single(account.Tables).QueryAsync<global::Azure.Data.Tables.TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task Several_processes_prepare_one_account_at_once()
    {
        var account = new AzureAccount(new AzureStorageSettings { ConnectionString = (await AzuriteServer.SharedAsync()).NewAccount() });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PrepareAsync(account))));

        Assert.True(await account.Conversations.ExistsAsync());
    }

    [Fact]
    public async Task Start_does_not_wait_longer_than_its_timeout_and_the_account_is_prepared_when_it_comes()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var account = new AzureAccount(new AzureStorageSettings { ConnectionString = azurite.NewAccount() });
        await azurite.CrashAsync();
        var clock = new FixedClock();
        using var preparation = new AccountPreparation(account, clock, NullLogger<AccountPreparation>.Instance);

        var starting = preparation.StartingAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => clock.Timers > 0, "the start waits");
        Assert.False(starting.IsCompleted);
        clock.Advance(Timeout);
        await starting;

        await azurite.RestartAsync();
        // The next try comes when the clock has moved, which is when the one before has failed.
        await Eventually.IsTrueAsync(
            async () =>
            {
                clock.Advance(Timeout);
                return await account.PoisonedCalls.ExistsAsync()
                    && await account.Payloads.ExistsAsync() && await account.Receipts.ExistsAsync()
                    && await account.Callers.ExistsAsync()
                    && await account.Conversations.ExistsAsync()
                    && await account.Calls.ExistsAsync();
            },
            "the account is prepared");
        await preparation.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Process_that_ends_before_the_account_came_does_not_wait_for_it()
    {
        await using var azurite = await AzuriteServer.StartAsync(inMemory: true);
        var account = new AzureAccount(new AzureStorageSettings { ConnectionString = azurite.NewAccount() });
        await azurite.FreezeAsync();
        var clock = new FixedClock();
        using var preparation = new AccountPreparation(account, clock, NullLogger<AccountPreparation>.Instance);
        using var starting = new CancellationTokenSource();

        var start = preparation.StartingAsync(starting.Token);
        await starting.CancelAsync();
        await start;
        await preparation.StopAsync(CancellationToken.None);

        await azurite.ThawAsync();
    }

    private static async Task PrepareAsync(AzureAccount account)
    {
        using var preparation = new AccountPreparation(account, TimeProvider.System, NullLogger<AccountPreparation>.Instance);
        await preparation.StartingAsync(CancellationToken.None);
        await preparation.StopAsync(CancellationToken.None);
    }
}
