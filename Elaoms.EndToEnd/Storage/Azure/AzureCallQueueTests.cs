using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Storage.Azure;

public sealed class AzureCallQueueTests() : StorageTests(StorageKind.Azure)
{
    private AzuriteStorage Azurite => (AzuriteStorage)Storage;

    [Fact]
    public async Task Message_never_expires_and_is_visible_at_once()
    {
        await Stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("1")), CancellationToken.None);

        var message = (await Azurite.Account.Calls.PeekMessageAsync()).Value;

        Assert.Equal(9999, message.ExpiresOn!.Value.Year);
        Assert.Equal(0, message.DequeueCount);
    }

    [Fact]
    public async Task Message_renewed_still_never_expires_and_has_the_same_text()
    {
        var text = CallMessage.For(Stores.NameOf("1")).Encode();
        await Azurite.Account.Calls.SendMessageAsync(text, timeToLive: TimeSpan.FromSeconds(-1));
        var call = (await Stores.Queue.ReceiveAsync(LongLease, CancellationToken.None))!;

        await Stores.Queue.HideAsync(call, TimeSpan.Zero, CancellationToken.None);

        var message = (await Azurite.Account.Calls.PeekMessageAsync()).Value;
        Assert.Equal((text, 9999), (message.Body.ToString(), message.ExpiresOn!.Value.Year));
    }

    [Fact]
    public async Task Lease_before_a_renewal_is_refused()
    {
        await Stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("1")), CancellationToken.None);
        var call = (await Stores.Queue.ReceiveAsync(LongLease, CancellationToken.None))!;

        var renewed = (await Stores.Queue.HideAsync(call, LongLease, CancellationToken.None))!;

        Assert.NotEqual(call.Lease, renewed.Lease);
        Assert.Null(await Stores.Queue.HideAsync(call, LongLease, CancellationToken.None));
        await Stores.Queue.CompleteAsync(call, CancellationToken.None);
        Assert.Equal(1, await Stores.Queue.CountAsync(CancellationToken.None));
        await Stores.Queue.CompleteAsync(renewed, CancellationToken.None);
        Assert.Equal(0, await Stores.Queue.CountAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("bm8gSlNPTg==")]
    [InlineData("no base64!")]
    [InlineData("{\"v\":2}")]
    public async Task Message_of_others_is_taken_as_it_is_and_can_be_completed(string text)
    {
        await Azurite.Account.Calls.SendMessageAsync(text);

        var call = (await Stores.Queue.ReceiveAsync(LongLease, CancellationToken.None))!;

        Assert.Equal(text, call.Text);
        Assert.Null(CallMessage.Decode(call.Text));
        await Stores.Queue.CompleteAsync(call, CancellationToken.None);
        Assert.Equal(0, await Stores.Queue.CountAsync(CancellationToken.None));
    }
}
