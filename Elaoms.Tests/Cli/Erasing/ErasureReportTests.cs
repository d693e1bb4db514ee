using System.Text;
using Elaoms.Cli.Erasing;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Xunit;

namespace Elaoms.Tests.Cli.Erasing;

/// <summary>What <c>elaoms erase</c> says of what the storage still holds of an erased caller.</summary>
public sealed class ErasureReportTests
{
    private static readonly CallerKey Nobody = new(new string('a', 64));
    private static readonly DateTimeOffset Until = FixedClock.Start.AddDays(7);

    public static TheoryData<DeletedDataRecovery, string, bool, string?> Remains => new()
    {
        { DeletedDataRecovery.Impossible, "gone", true, null },
        { DeletedDataRecovery.UntilExpiry, "recoverable", true, "can restore these until 2026-10-13 15:20 UTC." },
        { DeletedDataRecovery.Unknown, "unknown", true, "The template keeps them for 7 days (deletedBlobRetentionDays)." },
        { DeletedDataRecovery.Versions, "versions", false, "Delete the versions of this caller's blobs there" },
        { DeletedDataRecovery.NotCleared, "not_cleared", false, "or its log may still contain the caller's words: the disk is full." },
    };

    [Theory]
    [MemberData(nameof(Remains))]
    public void What_can_be_brought_back_is_said_to_people_and_to_programs(
        DeletedDataRecovery recovery, string name, bool isComplete, string? remark)
    {
        var isDated = recovery == DeletedDataRecovery.UntilExpiry;
        var report = Report(
            new DeletedDataState(recovery, isDated ? Until : null, recovery == DeletedDataRecovery.NotCleared ? "the disk is full" : null));

        var json = Json(report, isErased: true);

        Assert.Equal((name, isComplete), (json.GetProperty("deleted_data").GetString(), json.GetProperty("complete").GetBoolean()));
        Assert.Equal(isDated ? "\"2026-10-13T15:20:46Z\"" : "null", json.GetProperty("recoverable_until").GetRawText());
        if (remark is null)
            Assert.Empty(report.Remarks());
        else
            Assert.Contains(remark, Assert.Single(report.Remarks()), StringComparison.Ordinal);
    }

    [Fact]
    public void Before_anything_is_erased_nothing_is_said_of_it()
        => Assert.Equal(
            System.Text.Json.JsonValueKind.Null,
            Json(Report(DeletedDataState.Gone), isErased: false).GetProperty("deleted_data").ValueKind);

    private static ErasureReport Report(DeletedDataState state)
        => new(
            new ErasureTarget(Nobody, CallerKind.Phone, Tenants.Default),
            new KeptOfCaller { Key = Nobody, HasRecord = true, DeletedData = state },
            FixedClock.Start);

    private static System.Text.Json.JsonElement Json(ErasureReport report, bool isErased)
    {
        using var output = new MemoryStream();
        report.Write(output, isErased);
        return Payload.Json(Encoding.UTF8.GetString(output.ToArray()));
    }
}
