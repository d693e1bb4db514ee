using Elaoms.Cli.Doctor;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Core.Settings;
using Elaoms.Storage.Azure;
using Elaoms.Tests.Indexes.OpenMemory;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>
/// A deployment to be looked at: settings, a storage, perhaps an OpenMemory server, and something that stands for ElevenLabs' API.
/// </summary>
internal sealed class DoctorBench : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SomeServer _elevenLabs;

    private DoctorBench(SomeServer elevenLabs) => (_elevenLabs, Settings) = (elevenLabs, new ServerSettings(_folder));

    public ServerSettings Settings { get; private set; }

    public MovableClock Clock { get; } = new();

    public TempFolder Folder => _folder;

    public FakeOpenMemory? Engine { get; private set; }

    public string ElevenLabs => _elevenLabs.Address.Authority;

    /// <summary>Starts with a storage that is empty.</summary>
    /// <param name="storage">Its kind; files and SQLite when it is null.</param>
    /// <param name="isMade">Whether it is there already, as after the first start of a server.</param>
    public static async Task<DoctorBench> StartAsync(StorageKind? storage = null, bool isMade = true)
    {
        var bench = new DoctorBench(await SomeServer.StartAsync());
        bench.Settings = await ServerSettings.ForAsync(storage ?? StorageKind.Embedded, bench._folder);
        bench.Settings[SettingNames.ElevenLabsApiUrl] = bench._elevenLabs.Address.AbsoluteUri;
        if (!isMade)
            return bench;

        await using var stores = bench.Open();
        if (storage is not null && storage != StorageKind.Embedded)
        {
            using var preparation = new AccountPreparation(
                stores.Get<AzureAccount>(), TimeProvider.System, NullLogger<AccountPreparation>.Instance);
            await preparation.StartingAsync(CancellationToken.None);
        }

        return bench;
    }

    /// <summary>Starts with an OpenMemory server.</summary>
    public static async Task<DoctorBench> StartAsync(OpenMemoryDialect dialect, string? key = null)
    {
        var bench = await StartAsync();
        bench.Engine = await FakeOpenMemory.StartAsync(dialect, key);
        bench.Settings[SettingNames.OpenMemoryPort] = bench.Engine.Address.AbsoluteUri;
        bench.Settings[SettingNames.OpenMemoryKey] = bench.Engine.Key;
        return bench;
    }

    /// <summary>The storage, as another process has it.</summary>
    public Stores Open() => new(Settings.Read(), Clock);

    /// <summary>Looks at all of it.</summary>
    public async Task<IReadOnlyList<CheckResult>> ExamineAsync(Uri? deployment = null)
    {
        var values = Settings.ToConfiguration();
        var findings = await new DoctorRunner(new SettingsReader(values).Read([]), values, deployment, Clock)
            .RunAsync(CancellationToken.None);
        Assert.All(findings, finding => Assert.Equal(finding.Status != CheckStatus.Ok, finding.Remedy is { Length: > 0 }));
        Assert.All(SecretTexts.Of(Settings), secret =>
            Assert.DoesNotContain(findings, finding => $"{finding.What}{finding.Remedy}".Contains(secret, StringComparison.Ordinal)));
        return findings;
    }

    /// <summary>Looks at all of it.</summary>
    /// <returns>What was found of a subject.</returns>
    public async Task<IReadOnlyList<CheckResult>> ExamineAsync(string subject, Uri? deployment = null)
        => [.. (await ExamineAsync(deployment)).Where(finding => finding.Subject == subject)];

    public async ValueTask DisposeAsync()
    {
        await _elevenLabs.DisposeAsync();
        if (Engine is not null)
            await Engine.DisposeAsync();
        _folder.Dispose();
    }
}
