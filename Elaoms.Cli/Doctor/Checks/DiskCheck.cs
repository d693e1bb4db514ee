using System.Globalization;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Whether there is room for payloads and records. That they can be written now is the storage's check.</summary>
internal sealed class DiskCheck(Lazy<ServiceProvider> services) : ICheck
{
    public const string Name = "disk";

    private const double BytesPerGigabyte = 1 << 30;

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(5);

    public string RemedyOfFault => $"Run df on the folders of {SettingNames.OpenMemoryDbPath} and {SettingNames.PayloadStoragePath}.";

    /// <summary>A size for people.</summary>
    public static string Describe(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / BytesPerGigabyte:0.0} GB");

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var spaces = services.Value.GetRequiredService<IDiskProbe>().Measure();
        var what = spaces.Count == 0
            ? "The system does not report the free space."
            : $"Free: {string.Join(", ", spaces.Select(space => $"{Describe(space.FreeBytes)} at {space.Path}"))}.";
        yield return spaces.Any(space => space.IsLow)
            ? CheckResult.Warning(
                Name,
                what,
                $"Keep {Describe(DiskSpace.WarningFloorBytes)} free: make room, or delete old payloads (docs/security.md, “What is "
                    + "stored”). On a full disk, deliveries get 503.")
            : CheckResult.Ok(Name, what);
        await Task.CompletedTask;
    }
}
