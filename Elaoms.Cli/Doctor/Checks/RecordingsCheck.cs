using System.Globalization;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Warns when recordings arrive and long ones are too large to be taken. Finds nothing when no recordings arrive.</summary>
internal sealed class RecordingsCheck(ElaomsSettings settings, Lazy<ServiceProvider> services, TimeProvider time) : ICheck
{
    public const string Name = "recordings";

    /// <summary>The bytes of an hour of sound at 128 kbit/s, in base64.</summary>
    public const int BytesOfAnHour = 77 << 20;

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(8);

    public string RemedyOfFault => "See docs/operations.md, event 2102.";

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!await ArriveAsync(cancellationToken))
            yield break;
        var limit = string.Create(CultureInfo.InvariantCulture, $"{SettingNames.MaxPayloadBytes} is {settings.MaxPayloadBytes}");
        if (settings.MaxPayloadBytes >= BytesOfAnHour)
            yield return CheckResult.Ok(Name, $"They arrive, and {limit}: those of an hour are taken.");
        else
            yield return CheckResult.Warning(
                Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"They arrive, and {limit}: of calls longer than {MinutesThatFit()} minutes they may be refused "
                        + $"with 413, and never come again."),
                $"Set {SettingNames.MaxPayloadBytes} to 104857600 (docs/elevenlabs.md, After the call), or leave audio out of what "
                    + $"ElevenLabs sends: nothing is learned from it.");
    }

    private int MinutesThatFit() => (int)(60L * settings.MaxPayloadBytes / BytesOfAnHour);

    private async Task<bool> ArriveAsync(CancellationToken cancellationToken)
    {
        var archive = services.Value.GetRequiredService<IPayloadArchive>();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        for (var daysBack = 0; daysBack <= settings.SweepDays; daysBack++)
        {
            if (await archive.ListAsync(today.AddDays(-daysBack), cancellationToken).AnyAsync(
                payload => payload.Name.IsRecording, cancellationToken))
                return true;
        }

        return false;
    }
}
