using Elaoms.Cli.Doctor;
using Elaoms.Core.Processing;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>What doctor says of messages that could not be read.</summary>
public abstract class UnreadableCheckTests(StorageKind kind)
{
    [Fact]
    public async Task Messages_that_could_not_be_read_are_a_warning_until_they_are_dismissed()
    {
        await using var bench = await DoctorBench.StartAsync(kind);
        await using var stores = bench.Open();
        foreach (var text in (string[])["garbage of Sam", "garbage of Sam", "other"])
            await stores.Get<LearnFromMessage>().LearnAsync(text, 1, CancellationToken.None);

        var finding = (await bench.ExamineAsync("poison")).Only();
        var last = (await stores.Get<UnreadableMessages>().ReadAsync(CancellationToken.None)).LastSeen!.Value;
        finding.Is(
            CheckStatus.Warning,
            $"Unreadable messages in the queue: 3, the last at {last.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.",
            "Run elaoms replay --failed --dry-run to list them.");
        Assert.DoesNotContain("Sam", finding.ToString(), StringComparison.Ordinal);

        await stores.Get<UnreadableMessages>().DismissAsync(CancellationToken.None);
        (await bench.ExamineAsync("poison")).Only().Is(CheckStatus.Ok, "No call has failed.");
    }

    public sealed class OnFiles() : UnreadableCheckTests(StorageKind.Embedded);
}
