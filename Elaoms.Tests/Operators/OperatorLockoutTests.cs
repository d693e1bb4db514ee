using System.Net;
using Elaoms.Core.Operators;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Operators;

/// <summary>Who guesses keys is locked out on every instance, and nobody else is.</summary>
public abstract class OperatorLockoutTests(StorageKind kind) : StorageTests(kind)
{
    private static readonly IPAddress Guesser = IPAddress.Parse("203.0.113.7");
    private readonly FixedClock _clock = new();

    [Fact]
    public async Task Ten_wrong_keys_lock_a_network_out_on_every_instance_and_no_other()
    {
        await using var other = Storage.Open();
        for (var failure = 1; failure < OperatorLockout.MaxFailures; failure++)
            await FailAsync(Guesser, failure % 2 == 0 ? other : Stores);
        Assert.Null(await FindAsync(Guesser));

        await FailAsync(Guesser);

        Assert.Equal(OperatorLockout.FirstLock, await FindAsync(Guesser));
        Assert.Equal(OperatorLockout.FirstLock, await Lockout(other).FindAsync(Guesser, CancellationToken.None));
        Assert.Equal(OperatorLockout.FirstLock, await FindAsync(Guesser.MapToIPv6()));
        Assert.Null(await FindAsync(IPAddress.Parse("203.0.113.8")));
        Assert.Null(await FindAsync(null));
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_subscriber_count_together()
    {
        for (var failure = 0; failure < OperatorLockout.MaxFailures; failure++)
            await FailAsync(IPAddress.Parse($"2001:db8:1:2::{failure:x}"));

        Assert.NotNull(await FindAsync(IPAddress.Parse("2001:db8:1:2:ffff::1")));
        Assert.Null(await FindAsync(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public async Task Wrong_keys_count_together_for_a_quarter_of_an_hour()
    {
        for (var failure = 0; failure < 3 * OperatorLockout.MaxFailures; failure++)
        {
            await FailAsync(Guesser);
            _clock.Advance(OperatorLockout.Window / 8);
        }

        Assert.Null(await FindAsync(Guesser));
    }

    [Fact]
    public async Task Lock_in_a_row_lasts_twice_as_long_and_never_more_than_a_day()
    {
        var lasted = new List<double>();
        for (var locks = 0; locks < 10; locks++)
        {
            await LockAsync();
            var left = (await FindAsync(Guesser))!.Value;
            lasted.Add(left.TotalMinutes);
            _clock.Advance(left);
            Assert.Null(await FindAsync(Guesser));
        }

        Assert.Equal([15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440], lasted);
        _clock.Advance(TimeSpan.FromDays(1));
        await LockAsync();
        Assert.Equal(OperatorLockout.FirstLock, await FindAsync(Guesser));
    }

    [Fact]
    public async Task Lock_of_a_clock_that_was_put_back_since_does_not_last()
    {
        _clock.Jump(TimeSpan.FromDays(400));
        await LockAsync();
        _clock.Jump(-TimeSpan.FromDays(400));

        Assert.Null(await FindAsync(Guesser));
        await LockAsync();
        Assert.Equal(OperatorLockout.FirstLock, await FindAsync(Guesser));
    }

    [Fact]
    public async Task Locks_that_are_over_are_forgotten_and_none_holds_an_address()
    {
        var lockout = Lockout(Stores);
        await lockout.NoteFailureAsync(Guesser, CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(2));

        await lockout.NoteFailureAsync(IPAddress.Loopback, CancellationToken.None);

        var left = Assert.Single(await Stores.Get<IDocumentStore<OperatorLock>>().ListAsync(CancellationToken.None).ToListAsync());
        Assert.Matches("^[0-9a-f]{64}$", left.Name);
    }

    private async Task LockAsync()
    {
        for (var failure = 0; failure < OperatorLockout.MaxFailures; failure++)
            await FailAsync(Guesser);
    }

    private Task FailAsync(IPAddress address, Stores? stores = null)
        => Lockout(stores ?? Stores).NoteFailureAsync(address, CancellationToken.None);

    private Task<TimeSpan?> FindAsync(IPAddress? address) => Lockout(Stores).FindAsync(address, CancellationToken.None);

    private OperatorLockout Lockout(Stores stores)
        => new(stores.Get<IDocumentStore<OperatorLock>>(), Storage.Settings, _clock, NullLogger<OperatorLockout>.Instance);

    public sealed class OnFiles() : OperatorLockoutTests(StorageKind.Embedded);
}
