using Elaoms.Core.Intake;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Intake;

public sealed class PayloadIntakeTests : IDisposable
{
    private static readonly byte[] Body = "{}"u8.ToArray();
    private readonly TempFolder _folder = new();
    private readonly DeliveryStorage _storage = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Entry_of_a_fetched_payload_is_written_after_the_payload_so_that_it_is_fetched_again_if_that_fails()
    {
        _storage.Storing = (_, _) => throw new IOException("The disk is full.");

        await Assert.ThrowsAsync<IOException>(() => StoreAsync(isFetched: true));

        Assert.Empty(_storage.Pending);
        Assert.Empty(_storage.Enqueued);
    }

    [Fact]
    public async Task Fetched_payload_is_archived_entered_enqueued_and_journalled()
    {
        _storage.Adding = _ =>
        {
            Assert.Single(_storage.Archived);
            return Task.CompletedTask;
        };

        await StoreAsync(isFetched: true);

        Assert.Equal(
            (1, 1, 1, 1), (_storage.Archived.Count, _storage.Pending.Count, _storage.Enqueued.Count, _storage.Journalled.Count));
    }

    private async Task StoreAsync(bool isFetched)
    {
        using var body = new SpooledBody(_folder.Path);
        body.Append(Body);
        await new PayloadIntake(_storage, _storage, _storage, _storage, TimeProvider.System)
            .StoreAsync(Stores.NameOf(Body), body, isFetched, CancellationToken.None);
    }
}
