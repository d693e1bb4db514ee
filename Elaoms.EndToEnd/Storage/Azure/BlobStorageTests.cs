using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Storage.Azure;

/// <summary>
/// How payloads, receipts, records and claims lie in Blob storage: others read it too, such as rules that expire what is old.
/// </summary>
public sealed class BlobStorageTests() : StorageTests(StorageKind.Azure)
{
    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);
    private static readonly Receipt Failed = new(ReceiptResult.Failed, "r", 5);

    private AzuriteStorage Azurite => (AzuriteStorage)Storage;

    [Theory]
    [InlineData(10)]
    [InlineData(12 << 20)]
    public async Task Payload_and_recording_say_what_they_are(int length)
    {
        var name = await Stores.StoreAsync(new byte[length]);
        await Stores.Archive.StoreAudioAsync(
            name, (file, token) => file.WriteAsync(new byte[length], token).AsTask(), CancellationToken.None);

        var payload = await Azurite.Account.Payloads.GetBlobClient(name.Value).GetPropertiesAsync();
        var audio = await Azurite.Account.Recordings.GetBlobClient(name.AudioName).GetPropertiesAsync();

        Assert.Equal(("application/json", length), (payload.Value.ContentType, payload.Value.ContentLength));
        Assert.Equal(("audio/mpeg", length), (audio.Value.ContentType, audio.Value.ContentLength));
    }

    [Fact]
    public async Task Recording_lies_apart_with_the_payload_that_brought_it()
    {
        var transcript = await Stores.StoreAsync("""{"type":"post_call_transcription","data":{"conversation_id":"c"}}"""u8.ToArray());
        var audio = await Stores.StoreAsync("""{"type":"post_call_audio","data":{"conversation_id":"c"}}"""u8.ToArray());
        await Stores.Archive.StoreAudioAsync(audio, (_, _) => Task.CompletedTask, CancellationToken.None);

        Assert.Equal([transcript.Value], await NamesAsync(Azurite.Account.Payloads));
        Assert.Equal([audio.Value, audio.AudioName], await NamesAsync(Azurite.Account.Recordings));
        Assert.NotNull(await Stores.ReadAsync(audio));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(12 << 20)]
    public async Task Payload_that_is_there_is_not_written_again(int length)
    {
        var name = await Stores.StoreAsync(new byte[length]);
        var first = (await Azurite.Account.Payloads.GetBlobClient(name.Value).GetPropertiesAsync()).Value.ETag;

        await Stores.StoreAsync(new byte[length]);

        Assert.Equal(first, (await Azurite.Account.Payloads.GetBlobClient(name.Value).GetPropertiesAsync()).Value.ETag);
    }

    [Fact]
    public async Task Payload_half_uploaded_is_not_there_and_can_still_be_stored()
    {
        var body = new byte[6 << 20];
        var name = Stores.NameOf(body);
        await Azurite.Account.Payloads.GetBlockBlobClient(name.Value).StageBlockAsync(
            Convert.ToBase64String(new byte[48]), new MemoryStream(new byte[100]));

        Assert.Null(await Stores.ReadAsync(name));
        Assert.Empty(
            await Stores.Archive.ListAsync(DateOnly.FromDateTime(FixedClock.Start.UtcDateTime), CancellationToken.None).ToListAsync());

        await Stores.StoreAsync(body);
        Assert.Equal(body, await Stores.ReadAsync(name));
    }

    [Fact]
    public async Task Recording_leaves_no_file_behind()
    {
        await Stores.Archive.StoreAudioAsync(
            Stores.NameOf("x"), (file, token) => file.WriteAsync(new byte[10], token).AsTask(), CancellationToken.None);
        await Stores.StoreAsync(new byte[SpooledBody.MemoryLimitBytes + 1]);
        var spool = Stores.Get<SpoolDirectory>().Path;

        Assert.Empty(Directory.GetFileSystemEntries(spool));
        UnixMode.AssertIs(UnixMode.OwnerFolder, spool);
        await Stores.DisposeAsync();
        Assert.False(Directory.Exists(spool));
    }

    [Fact]
    public async Task Recording_is_kept_from_others_while_it_is_written()
    {
        var spool = Stores.Get<SpoolDirectory>().Path;

        await Stores.Archive.StoreAudioAsync(
            Stores.NameOf("x"),
            (_, _) =>
            {
                Assert.All(Directory.GetFiles(spool), file => UnixMode.AssertIs(UnixMode.OwnerFile, file));
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    [Fact]
    public async Task Records_claims_and_receipts_lie_where_the_documentation_says()
    {
        await Stores.Callers.TryWriteAsync(Key, SampleRecords.Empty.Head(), null, CancellationToken.None);
        await Stores.Profiles.TryWriteAsync(Key, new CallerProfile { Revision = 7 }, null, CancellationToken.None);
        await Stores.Claims.TryWriteAsync("hash", new ConversationClaim(default, "p", null, []), null, CancellationToken.None);
        var (learned, failed) = (Stores.NameOf("learned"), Stores.NameOf("failed"));
        await Stores.Receipts.WriteAsync(learned, new Receipt(ReceiptResult.Learned, null, 1), CancellationToken.None);
        await Stores.Receipts.WriteAsync(failed, Failed, CancellationToken.None);

        Assert.Equal([$"{Key}/profile.json", $"{Key}/record.json"], await NamesAsync(Azurite.Account.Callers));
        Assert.Equal(["hash.json"], await NamesAsync(Azurite.Account.Conversations));
        Assert.Equal(
            ((string[])[learned.Value, failed.Value, "failed/" + failed.Value]).Order(StringComparer.Ordinal),
            await NamesAsync(Azurite.Account.Receipts));
        foreach (var blob in new[]
        {
            Azurite.Account.Callers.GetBlobClient($"{Key}/record.json"), Azurite.Account.Callers.GetBlobClient($"{Key}/profile.json"),
            Azurite.Account.Conversations.GetBlobClient("hash.json"), Azurite.Account.Receipts.GetBlobClient(learned.Value),
            Azurite.Account.Receipts.GetBlobClient(failed.Value),
        })
        {
            Assert.Equal("application/json", (await blob.GetPropertiesAsync()).Value.ContentType);
        }
    }

    [Fact]
    public async Task Tag_of_a_record_is_its_etag()
    {
        await Stores.Callers.TryWriteAsync(Key, SampleRecords.Empty.Head(), null, CancellationToken.None);

        var properties = await Azurite.Account.Callers.GetBlobClient($"{Key}/record.json").GetPropertiesAsync();

        Assert.Equal(properties.Value.ETag.ToString(), await Stores.Callers.ReadETagAsync(Key, CancellationToken.None));
    }

    [Fact]
    public async Task Entry_is_an_empty_blob_where_the_documentation_says_and_other_blobs_there_are_passed_over()
    {
        var name = Stores.NameOf("one");
        await Stores.Pending.AddAsync(name, CancellationToken.None);
        await Azurite.Account.Receipts.UploadBlobAsync("pending/notes.txt", BinaryData.Empty);

        Assert.Equal(["pending/" + name.Value, "pending/notes.txt"], await NamesAsync(Azurite.Account.Receipts));
        Assert.Equal(
            0, (await Azurite.Account.Receipts.GetBlobClient("pending/" + name.Value).GetPropertiesAsync()).Value.ContentLength);
        Assert.Equal(name, Assert.Single(await Stores.Pending.ListAsync(CancellationToken.None).ToListAsync()).Name);
    }

    [Fact]
    public async Task Marker_without_a_receipt_is_passed_over()
    {
        var (crashed, failed) = (Stores.NameOf("crashed"), Stores.NameOf("failed"));
        await Azurite.Account.Receipts.UploadBlobAsync("failed/" + crashed.Value, BinaryData.Empty);
        await Azurite.Account.Receipts.UploadBlobAsync("failed/notes.txt", BinaryData.Empty);
        await Stores.Receipts.WriteAsync(failed, Failed, CancellationToken.None);

        Assert.Equal([failed], await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        Assert.Null(await Stores.Receipts.ReadAsync(crashed, CancellationToken.None));
        Assert.Equal(
            [failed],
            await Stores.Receipts.ListAsync(DateOnly.FromDateTime(FixedClock.Start.UtcDateTime), CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Marker_that_a_crash_left_beside_a_learned_receipt_is_passed_over()
    {
        var name = Stores.NameOf("one");
        await Stores.Receipts.WriteAsync(name, new Receipt(ReceiptResult.Learned, null, 1), CancellationToken.None);
        await Azurite.Account.Receipts.UploadBlobAsync("failed/" + name.Value, BinaryData.Empty);

        Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Marker_goes_with_its_receipt()
    {
        var name = Stores.NameOf("one");
        await Stores.Receipts.WriteAsync(name, Failed, CancellationToken.None);
        await Stores.Receipts.WriteAsync(name, new Receipt(ReceiptResult.Learned, null, 1), CancellationToken.None);
        Assert.Equal([name.Value], await NamesAsync(Azurite.Account.Receipts));

        await Stores.Receipts.WriteAsync(name, Failed, CancellationToken.None);
        await Stores.Receipts.DeleteAsync(name, CancellationToken.None);
        Assert.Empty(await NamesAsync(Azurite.Account.Receipts));
    }

    private static Task<List<string>> NamesAsync(global::Azure.Storage.Blobs.BlobContainerClient container)
        => container.GetBlobsAsync(new GetBlobsOptions(), CancellationToken.None).Select(blob => blob.Name).ToListAsync().AsTask();
}
