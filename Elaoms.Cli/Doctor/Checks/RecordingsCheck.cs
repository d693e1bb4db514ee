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
            yield return CheckResult.Ok(Name, $"Recordings arrive, and {limit}: recordings of an hour are accepted.");
        else
            yield return CheckResult.Warning(
                Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Recordings arrive, and {limit}: recordings of more than {MinutesThatFit()} minutes may be refused with 413. "
                        + $"ElevenLabs does not send those again."),
                $"Set {SettingNames.MaxPayloadBytes} to 104857600 (docs/elevenlabs.md, After the call), or switch audio off in "
                    + $"ElevenLabs: nothing is learned from it.");
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
