using Elaoms.Cli.Doctor;
using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>Recordings that may be too large to be taken.</summary>
public abstract class RecordingsCheckContract(StorageKind storage)
{
    [Fact]
    public async Task Where_no_recording_arrives_nothing_is_said_of_them()
    {
        await using var bench = await DoctorBench.StartAsync(storage);
        await using var stores = bench.Open();
        await stores.StoreAsync(Payload.Read("post_call_transcription.02-twilio-inbound-2025.json"), bench.Clock.GetUtcNow());

        Assert.Empty(await bench.ExamineAsync("recordings"));
    }

    [Fact]
    public async Task Where_recordings_arrive_a_limit_below_an_hour_of_sound_is_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync(storage);
        await using (var stores = bench.Open())
            await stores.StoreAsync(Payload.Read("post_call_audio.json"), bench.Clock.GetUtcNow().AddDays(-3));

        (await bench.ExamineAsync("recordings")).Only().Is(
            CheckStatus.Warning, "MAX_PAYLOAD_BYTES is 26214400: recordings of more than 19 minutes", "Set MAX_PAYLOAD_BYTES to 104857600");

        bench.Settings[SettingNames.MaxPayloadBytes] = "104857600";
        (await bench.ExamineAsync("recordings")).Only().Is(CheckStatus.Ok, "Recordings arrive, and MAX_PAYLOAD_BYTES is 104857600");
    }

    public sealed class OnFiles() : RecordingsCheckContract(StorageKind.Embedded);
}
