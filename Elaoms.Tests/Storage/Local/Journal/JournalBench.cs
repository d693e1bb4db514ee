using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Storage.Local.Journal;
using Elaoms.Tests.Server;

namespace Elaoms.Tests.Storage.Local.Journal;

/// <summary>
/// Journals in a folder of a test's own, and the processes that write and replay them. No process cuts a journal by itself.
/// </summary>
internal sealed class JournalBench : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<Stores> _opened = [];

    public JournalBench() => Settings = TestSettings.In(_folder.Path) with { Durability = Durability.Disk };

    public ElaomsSettings Settings { get; init; }

    public string JournalPath => Path.Combine(Settings.PayloadStoragePath, ".journal");

    /// <summary>The journals that are there.</summary>
    public IReadOnlyList<string> Journals => Directory.Exists(JournalPath) ? Directory.GetFiles(JournalPath, "*.journal") : [];

    /// <summary>A call that says something.</summary>
    public static byte[] Call(string caller, string conversation, string said)
        => Payloads.Call(caller, conversation, Payloads.Recent, said);

    /// <summary>The deliveries of a file, in order.</summary>
    public static List<string> Read(string path, out int damaged)
    {
        using var file = JournalFolder.TryOpenShared(path)!;
        var reader = new JournalReader(file.SafeFileHandle, JournalFolder.IdOf(path)!.Value);
        var bodies = reader.Read().Select(reader.ReadBody).OfType<byte[]>().Select(Encoding.UTF8.GetString).ToList();
        damaged = reader.Damaged;
        return bodies;
    }

    /// <summary>Opens the storage as another process does.</summary>
    public Stores Open()
    {
        var stores = new Stores(Settings, TimeProvider.System);
        _opened.Add(stores);
        return stores;
    }

    /// <summary>Receives a delivery up to its 200.</summary>
    public static async Task<PayloadName> DeliverAsync(Stores stores, byte[] body)
    {
        var name = PayloadName.Of(
            TimeProvider.System.GetUtcNow(), Core.Calls.PostCallEventReader.Read(body)!, SHA256.HashData(body));
        using var spooled = new SpooledBody(stores.Get<SpoolDirectory>().Path);
        spooled.Append(body);
        await stores.Pending.AddAsync(name, CancellationToken.None);
        await stores.Archive.StoreAsync(name, spooled, CancellationToken.None);
        await stores.Queue.EnqueueAsync(CallMessage.For(name), CancellationToken.None);
        await stores.Get<IDeliveryJournal>().WriteAsync(name, spooled, CancellationToken.None);
        return name;
    }

    public static async Task<int> ReplayAsync(Stores stores)
    {
        using var turn = await stores.Get<JournalFolder>().TakeTurnAsync(CancellationToken.None);
        return await stores.Get<JournalReplay>().ReplayAsync(CancellationToken.None);
    }

    /// <summary>What a power cut leaves of everything that was not flushed: the journals alone.</summary>
    public JournalBench AfterPowerCut()
    {
        var after = new JournalBench();
        PrivateCopy(JournalPath, after.JournalPath);
        return after;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stores in _opened)
            await stores.DisposeAsync();
        _folder.Dispose();
    }

    private static void PrivateCopy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var path in Directory.GetFiles(from, "*.journal"))
            File.Copy(path, Path.Combine(to, Path.GetFileName(path)));
    }
}
