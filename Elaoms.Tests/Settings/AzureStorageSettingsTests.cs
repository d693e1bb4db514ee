using Elaoms.Core.Settings;
using Elaoms.Storage.Azure;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.Settings;

public sealed class AzureStorageSettingsTests
{
    private const string Key = "c2VjcmV0IGtleSBvZiB0aGUgYWNjb3VudA==";
    private const string Signature = "sv=2024-11-04&sig=c2VjcmV0%3D";
    private const string NoConnectionString =
        "AzureWebJobsStorage is not the connection string of a storage account. It must name the account, "
            + "or the endpoints of Blob, Queue and Table (UseDevelopmentStorage=true is Azurite).";
    private const string NoKey = "AzureWebJobsStorage must hold the account's name and AccountKey (base64), or a SharedAccessSignature.";

    private static readonly string[] Parts =
    [
        "UseDevelopmentStorage=true", "usedevelopmentstorage=TRUE", "UseDevelopmentStorage=false", "DefaultEndpointsProtocol=https",
        "DefaultEndpointsProtocol=http", "DefaultEndpointsProtocol=ftp",
        "AccountName=account", "AccountName=", "AccountName=other", "AccountKey=" + Key, "AccountKey=no base64", "AccountKey=",
        "SharedAccessSignature=" + Signature, "SharedAccessSignature=",
        "EndpointSuffix=core.windows.net", "EndpointSuffix=", "BlobEndpoint=https://account.blob.core.windows.net", "BlobEndpoint=account",
        "BlobEndpoint=", "BlobEndpoint=http://127.0.0.1:10000/account",
        "QueueEndpoint=https://account.queue.core.windows.net/", "QueueEndpoint=ftp://x", "QueueEndpoint=http://127.0.0.1:10001/account",
        "TableEndpoint=https://x.table.core.windows.net",
        "BlobSecondaryEndpoint=https://x-secondary", "word", "=", "=value", "Other=x", "", " ",
    ];

    [Fact]
    public void Storage_not_set_is_the_embedded_one()
    {
        Assert.Null(Read().Settings!.Azure);
        Assert.Null(Read(("", " ")).Settings!.Azure);
        Assert.Null(Read((":accountName", " ")).Settings!.Azure);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData("usedevelopmentstorage=true;")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=account;AccountKey=" + Key + ";EndpointSuffix=core.windows.net")]
    [InlineData("AccountName=account;AccountKey=" + Key)]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=a;AccountKey="
        + Key + ";BlobEndpoint=http://127.0.0.1:10000/a;QueueEndpoint=http://127.0.0.1:10001/a;TableEndpoint=http://127.0.0.1:10002/a;")]
    [InlineData(
        "BlobEndpoint=https://a.blob.core.windows.net/;QueueEndpoint=https://a.queue.core.windows.net/;SharedAccessSignature=" + Signature)]
    [InlineData("AccountName=account;SharedAccessSignature=" + Signature)]
    public void Connection_string_is_taken_as_it_is_and_makes_an_account(string connectionString)
    {
        var azure = Read(("", $" {connectionString} ")).Settings!.Azure!;

        Assert.Equal(new AzureStorageSettings { ConnectionString = connectionString }, azure);
        Assert.Equal("calls", new AzureAccount(azure).Calls.Name);
        Assert.Equal("a connection string", azure.ToString());
    }

    [Theory]
    [InlineData("storage", NoConnectionString)]
    [InlineData("UseDevelopmentStorage=false", NoConnectionString)]
    [InlineData("BlobEndpoint=https://a.blob.core.windows.net/;SharedAccessSignature=" + Signature, NoConnectionString)]
    [InlineData("BlobEndpoint=a;QueueEndpoint=b;SharedAccessSignature=" + Signature, NoConnectionString)]
    [InlineData("AccountName=;AccountKey=" + Key, NoConnectionString)]
    [InlineData("AccountName=a;AccountName=b;AccountKey=" + Key, NoConnectionString)]
    [InlineData("AccountName=a;AccountKey=" + Key + ";word", NoConnectionString)]
    [InlineData("AccountName=a;AccountKey=" + Key + ";Other=x", NoConnectionString)]
    [InlineData("AccountName=a", NoKey)]
    [InlineData("AccountName=a;AccountKey=", NoConnectionString)]
    [InlineData("AccountName=a;AccountKey=secret!", NoKey)]
    [InlineData("BlobEndpoint=https://a.blob.core.windows.net/;QueueEndpoint=https://a.queue.core.windows.net/", NoKey)]
    public void Connection_string_that_leads_nowhere_is_a_fault(string connectionString, string fault)
        => Assert.Equal([fault], Read(("", connectionString)).Faults);

    [Fact]
    public void Connection_string_that_is_taken_never_fails_to_make_an_account() => Property.Check(
        from parts in Gen.Elements(Parts).ListOf()
        select string.Join(';', parts),
        connectionString =>
        {
            var reading = Read(("", connectionString));
            if (reading.Settings?.Azure is { } azure)
                Assert.NotNull(new AzureAccount(azure).Payloads.Uri);
            Assert.All(reading.Faults, fault => Assert.DoesNotContain("secret", fault, StringComparison.OrdinalIgnoreCase));
            Assert.All(reading.Faults, fault => Assert.DoesNotContain(Key, fault, StringComparison.Ordinal));
        });

    [Fact]
    public void Account_name_leads_to_all_services()
    {
        var azure = Read((":accountName", " elaoms ")).Settings!.Azure!;

        Assert.Equal(
            new AzureStorageSettings
            {
                BlobService = new Uri("https://elaoms.blob.core.windows.net"),
                QueueService = new Uri("https://elaoms.queue.core.windows.net"),
                TableService = new Uri("https://elaoms.table.core.windows.net"),
            },
            azure);
        Assert.Equal("https://elaoms.blob.core.windows.net/payloads", new AzureAccount(azure).Payloads.Uri.ToString());
        Assert.Equal("https://elaoms.queue.core.windows.net/calls", new AzureAccount(azure).Calls.Uri.ToString());
        Assert.Equal("https://elaoms.table.core.windows.net/calllist", new AzureAccount(azure).CallList.Uri.ToString());
        Assert.Equal(
            "https://elaoms.blob.core.windows.net/ https://elaoms.queue.core.windows.net/ https://elaoms.table.core.windows.net/",
            azure.ToString());
    }

    [Theory]
    [InlineData("blobServiceUri", "queueServiceUri", "tableServiceUri")]
    [InlineData("BLOBSERVICEURI", "queueserviceuri", "TableServiceURI")]
    public void Addresses_of_the_services_go_before_the_account_name(string blob, string queue, string table)
    {
        var azure = Read(
            (":" + blob, "https://b.example.com/"), (":" + queue, "https://q.example.com/"), (":" + table, "https://t.example.com/"),
            (":accountName", "other")).Settings!.Azure!;

        Assert.Equal((new Uri("https://b.example.com/"), new Uri("https://q.example.com/")), (azure.BlobService!, azure.QueueService!));
        Assert.Equal(new Uri("https://t.example.com/"), azure.TableService);
        Assert.Equal("https://b.example.com/callers", new AzureAccount(azure).Callers.Uri.ToString());
    }

    [Theory]
    [InlineData(null, null, false, null)]
    [InlineData(null, " id ", false, "id")]
    [InlineData("managedidentity", null, true, null)]
    [InlineData("ManagedIdentity", "id", true, "id")]
    [InlineData(" ", " ", false, null)]
    public void Identity_is_the_managed_one_when_it_is_asked_for(string? credential, string? clientId, bool isManaged, string? id)
    {
        var azure = Read((":accountName", "elaoms"), (":credential", credential), (":clientId", clientId)).Settings!.Azure!;

        Assert.Equal((isManaged, id), (azure.ManagedIdentity, azure.ClientId));
        Assert.NotNull(new AzureAccount(azure).Receipts.Uri);
    }

    [Fact]
    public void Faults_of_an_identity_are_all_named()
    {
        const string NoBlob = "AzureWebJobsStorage__blobServiceUri must be the https address of the storage account's blob service (or set "
            + "AzureWebJobsStorage__accountName).";
        const string NoQueue = "AzureWebJobsStorage__queueServiceUri must be the https address of the storage account's queue service (or "
            + "set AzureWebJobsStorage__accountName).";
        const string NoTable = "AzureWebJobsStorage__tableServiceUri must be the https address of the storage account's table service (or "
            + "set AzureWebJobsStorage__accountName).";
        const string NoCredential = "AzureWebJobsStorage__credential must be managedidentity, or not be set.";

        Assert.Equal([NoQueue, NoTable], Read((":blobServiceUri", "https://b.example.com")).Faults);
        Assert.Equal([NoBlob, NoTable], Read((":queueServiceUri", "https://q.example.com")).Faults);
        Assert.Equal(
            [NoCredential, NoBlob, NoQueue, NoTable],
            Read((":blobServiceUri", "http://b.example.com"), (":queueServiceUri", "q.example.com"), (":credential", "password")).Faults);
        Assert.Equal([NoBlob, NoQueue, NoTable], Read((":clientId", "id")).Faults);
        Assert.Equal([NoBlob, NoQueue, NoTable], Read((":accountName", "a b/c?")).Faults);
    }

    [Fact]
    public void Settings_from_before_there_were_tables_lead_to_the_table_service_of_the_same_account()
    {
        var azure = Read(
            (":blobServiceUri", "https://a.blob.core.windows.net"),
            (":queueServiceUri", "https://a.queue.core.windows.net")).Settings!.Azure!;
        const string ConnectionString = "BlobEndpoint=https://b.blob.core.windows.net/;QueueEndpoint=https://b.queue.core.windows.net/;"
            + "SharedAccessSignature=" + Signature;

        Assert.Equal(new Uri("https://a.table.core.windows.net"), azure.TableService);
        Assert.StartsWith(
            "https://b.table.core.windows.net/calllist",
            new AzureAccount(Read(("", ConnectionString)).Settings!.Azure!).CallList.Uri.ToString(),
            StringComparison.Ordinal);
        Assert.Equal(
            [NoConnectionString],
            Read(("", "AccountName=a;AccountKey=" + Key + ";BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:2/a")).Faults);
    }

    [Fact]
    public void Connection_string_goes_before_an_identity()
        => Assert.Equal(
            "UseDevelopmentStorage=true",
            Read(("", "UseDevelopmentStorage=true"), (":accountName", "elaoms")).Settings!.Azure!.ConnectionString);

    private static SettingsResult Read(params (string Name, string? Value)[] storage)
        => new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("ELEVENLABS_POST_CALL_KEY", "wsec_0123456789a"), new("ELEVENLABS_CLIENT_DATA_KEY", "client-0123456789"),
            new("ELEVENLABS_SEARCH_DATA_KEY", "search-0123456789"), new("CALLER_HASH_KEY", "0123456789abcdef"),
            .. storage.Select(setting => KeyValuePair.Create("AzureWebJobsStorage" + setting.Name, setting.Value)),
        ]).Build()).Read([]);
}
