using System.Net;
using Azure.Storage.Blobs.Models;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Storage.Azure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Elaoms.EndToEnd.Storage.Azure;

/// <summary>
/// What the account says it keeps of deleted blobs. Azurite keeps the setting and no blobs, so the other answers are the service's, played.
/// </summary>
public sealed class BlobDeletedDataTests
{
    private const string Key = "0123";

    private readonly FixedClock _clock = new();

    [Theory]
    [InlineData(null)]
    [InlineData(9)]
    public async Task Days_that_deleted_blobs_are_kept_are_read_of_the_account(int? days)
    {
        await using var storage = await AzuriteStorage.MakeAsync();
        var properties = (await storage.Account.Blobs.GetPropertiesAsync(CancellationToken.None)).Value;
        properties.DeleteRetentionPolicy = new BlobRetentionPolicy { Enabled = days is not null, Days = days };
        await storage.Account.Blobs.SetPropertiesAsync(properties, CancellationToken.None);
        await using var stores = storage.Open();

        var state = await stores.Get<IDeletedData>().ClearAsync(new CallerKey(Key), CancellationToken.None);

        Assert.Equal(days is null ? DeletedDataRecovery.Impossible : DeletedDataRecovery.UntilExpiry, state.Recovery);
        Assert.Equal(days is null, state.RecoverableUntil is null);
    }

    [Fact]
    public async Task Soft_delete_says_until_when()
        => Assert.Equal(
            new DeletedDataState(DeletedDataRecovery.UntilExpiry, _clock.GetUtcNow().AddDays(7)),
            await ClearAsync(Properties("<Enabled>true</Enabled><Days>7</Days>"), NoBlobs));

    [Fact]
    public async Task Account_that_keeps_nothing_is_the_end()
        => Assert.Equal(DeletedDataState.Gone, await ClearAsync(Properties("<Enabled>false</Enabled>"), NoBlobs));

    [Fact]
    public async Task Identity_that_may_not_read_the_properties_does_not_know()
        => Assert.Equal(
            new DeletedDataState(DeletedDataRecovery.Unknown),
            await ClearAsync((HttpStatusCode.Forbidden, Error("AuthorizationPermissionMismatch")), NoBlobs));

    [Fact]
    public async Task Versions_that_are_kept_have_no_end()
        => Assert.Equal(
            new DeletedDataState(DeletedDataRecovery.Versions),
            await ClearAsync(Properties("<Enabled>true</Enabled><Days>7</Days>"), OneVersion));

    [Fact]
    public async Task Other_faults_of_the_account_are_faults()
        => await Assert.ThrowsAsync<global::Azure.RequestFailedException>(
            () => ClearAsync((HttpStatusCode.Conflict, Error("AccountBeingCreated")), NoBlobs));

    private static string NoBlobs => List("");

    private static string OneVersion => List(
        $"<Blob><Name>{Key}/record.json</Name><VersionId>2026-10-07T03:20:46.0000000Z</VersionId><Properties>"
            + "<Last-Modified>Wed, 07 Oct 2026 03:20:46 GMT</Last-Modified><Etag>0x1</Etag>\n"
            + "<Content-Length>2</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>");

    private static (HttpStatusCode, string) Properties(string deleteRetention)
        => (HttpStatusCode.OK,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><StorageServiceProperties>"
                + $"<DeleteRetentionPolicy>{deleteRetention}</DeleteRetentionPolicy></StorageServiceProperties>");

    private static string List(string blobs)
        => $"<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ContainerName=\"callers\"><Prefix>{Key}/</Prefix>"
            + $"<Blobs>{blobs}</Blobs><NextMarker /></EnumerationResults>";

    private static string Error(string code)
        => $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>No.</Message></Error>";

    private async Task<DeletedDataState> ClearAsync((HttpStatusCode Status, string Body) properties, string listed)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        await using var service = builder.Build();
        service.Run(async context =>
        {
            var (status, body) = context.Request.Query["comp"] == "list"
                && string.Equals(context.Request.Query["include"], "versions", StringComparison.OrdinalIgnoreCase)
                ? (HttpStatusCode.OK, listed)
                : context.Request.Query["comp"] == "properties" && context.Request.Query["restype"] == "service"
                    ? properties
                    : (HttpStatusCode.NotImplemented, Error(context.Request.QueryString.Value!.Replace('&', ' ')));
            context.Response.StatusCode = (int)status;
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync(body, context.RequestAborted);
        });
        await service.StartAsync(CancellationToken.None);

        var address = new Uri(service.Urls.Single());
        var account = new AzureAccount(new AzureStorageSettings
        {
            ConnectionString = $"AccountName=played;AccountKey=c2VjcmV0LWtleQ==;BlobEndpoint={new Uri(address, "played")};"
                + $"QueueEndpoint={new Uri(address, "played")}",
        });
        return await new BlobDeletedData(account, _clock).ClearAsync(new CallerKey(Key), CancellationToken.None);
    }
}
