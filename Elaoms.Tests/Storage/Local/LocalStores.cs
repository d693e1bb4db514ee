using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Intake;
using Elaoms.Core.Settings;
using Elaoms.Storage.Local;

namespace Elaoms.Tests.Storage.Local;

/// <summary>The embedded storage in a folder of its own.</summary>
internal sealed class LocalStores : IDisposable
{
    private readonly TempFolder _folder = new();

    public LocalStores(Durability durability = Durability.Process)
    {
        Settings = TestSettings.In(_folder.Path) with { Durability = durability };
        Database = new SqliteDatabase(Settings);
        Callers = new SqliteCallerStore(Database);
        Receipts = new SqliteReceipts(Database);
        Claims = new SqliteConversationClaims(Database);
        Archive = new FilePayloadArchive(Settings, TimeProvider.System);
    }

    public string Folder => _folder.Path;

    public ElaomsSettings Settings { get; }

    public SqliteDatabase Database { get; }

    public SqliteCallerStore Callers { get; }

    public SqliteReceipts Receipts { get; }

    public SqliteConversationClaims Claims { get; }

    public FilePayloadArchive Archive { get; }

    public static PayloadName NameOf(byte[] body, DateTimeOffset? at = null)
        => PayloadName.Of(at ?? FixedClock.Start, PostCallEventReader.Read(body) ?? new PostCallEvent("t", 1, "c"), SHA256.HashData(body));

    public static PayloadName NameOf(string body) => NameOf(Encoding.UTF8.GetBytes(body));

    public async Task<PayloadName> StoreAsync(byte[] body, DateTimeOffset? at = null)
    {
        var name = NameOf(body, at);
        using var spooled = new SpooledBody(FilePayloadArchive.IncomingPath(Settings));
        spooled.Append(body);
        await Archive.StoreAsync(name, spooled, CancellationToken.None);
        return name;
    }

    public async Task<byte[]?> ReadAsync(PayloadName name)
    {
        await using var stream = await Archive.OpenAsync(name, CancellationToken.None);
        if (stream is null)
            return null;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, CancellationToken.None);
        return bytes.ToArray();
    }

    public string PathOf(string name) => Path.Combine(Settings.PayloadStoragePath, name);

    public void Dispose()
    {
        Database.Dispose();
        _folder.Dispose();
    }
}
