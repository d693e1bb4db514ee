using Azure;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Storage.Azure;

/// <summary>Notices on an account: answers that are lost, and a container that is missing.</summary>
public sealed class UnreadableNoticeBlobTests : LossyStorageTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Notice_whose_answer_was_lost_is_written_once(bool isThere)
    {
        if (isThere)
            await LearnAsync("other");
        Proxy.Lose(1, "PUT", "/unreadable.json");

        await LearnAsync("garbage");

        Assert.Equal(1, Proxy.Lost);
        Assert.Equal(isThere ? 2 : 1, (await ReadAsync()).Notices.Count);
    }

    [Fact]
    public async Task Container_that_is_missing_is_a_fault_and_the_message_is_kept()
    {
        await Storage.Account.Receipts.DeleteAsync();

        Assert.Equal("ContainerNotFound", (await Assert.ThrowsAsync<RequestFailedException>(() => LearnAsync("garbage"))).ErrorCode);
        Assert.Equal("ContainerNotFound", (await Assert.ThrowsAsync<RequestFailedException>(ReadAsync)).ErrorCode);

        await Storage.Account.Receipts.CreateAsync();
        await LearnAsync("garbage");
        Assert.Single((await ReadAsync()).Notices);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n a \r b \n")]
    [InlineData("<QueueMessage>&amp;]]>")]
    [InlineData("é 😀 \uFFFD")]
    [InlineData("{64 KB}")]
    public async Task Any_text_that_the_queue_takes_is_taken_noted_and_removed(string text)
    {
        await Storage.Account.Calls.SendMessageAsync(text.Replace("{64 KB}", new string('x', 64 << 10), StringComparison.Ordinal));

        await Stores.LearnAllAsync();

        Assert.Equal(1, Assert.Single((await ReadAsync()).Notices).Count);
    }

    private Task LearnAsync(string text) => Stores.Get<LearnFromMessage>().LearnAsync(text, 1, CancellationToken.None);

    private Task<UnreadableNotices> ReadAsync() => Stores.Get<UnreadableMessages>().ReadAsync(CancellationToken.None);
}
