using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Records;
using Xunit;

namespace Elaoms.Tests.Records;

/// <summary>Records, profiles and claims as documents.</summary>
public sealed class StoredFormTests
{
    [Fact]
    public void Documents_are_named_by_what_they_are()
        => Assert.Equal(
            [("record", 4), ("segment", 2), ("profile", 2), ("claim", 1)],
            [
                (RecordHead.Kind, RecordHead.CurrentVersion), (RecordSegment.Kind, RecordSegment.CurrentVersion),
                (CallerProfile.Kind, CallerProfile.CurrentVersion),
                (ConversationClaim.Kind, ConversationClaim.CurrentVersion),
            ]);

    [Theory]
    [InlineData(null, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void Document_without_a_number_is_of_the_first_form(int? stored, int version)
    {
        var ofAny = stored is null ? "" : $"\"version\":{stored},";

        var record = Read(
            RecordJson.Default.RecordHead, $$"""{ {{ofAny}} "caller":{"kind":"Phone","identity":"+12025550123"} }""");
        var profile = Read(CallerJson.Default.CallerProfile, $$"""{ {{ofAny}} "revision":7}""");
        var claim = Read(
            CallerJson.Default.ConversationClaim,
            $$"""{ {{ofAny}} "standing":{"event_timestamp":1,"body_hash":"a"},"payload":"p","former_callers":[]}""");

        Assert.Equal((version, version, version), (record.Version, profile.Version, claim.Version));
    }

    [Fact]
    public void Record_and_profile_of_nothing_hold_nothing()
    {
        var (record, profile) = (SampleRecords.Empty, new CallerProfile { Revision = 7 });

        Assert.Equal((0, 0, 0), (record.Calls.Count, record.Facts.Count, record.Memories.Count));
        Assert.Equal(
            ("", "", "", "", 0, 7),
            (profile.Summary, profile.LastCallSummary, profile.LastCallTopic, profile.OpenRequests, profile.Facts.Count, profile.Revision));
    }

    [Fact]
    public void Claim_of_an_erased_caller_names_nobody_and_supersedes_every_payload()
    {
        var claim = ConversationClaim.Erased;

        Assert.Equal(("", null, true), (claim.Payload, claim.Caller, claim.IsErased));
        Assert.Empty(claim.FormerCallers);
        Assert.Equal(new PayloadVersion(double.MaxValue, ""), claim.PayloadVersion);
        Assert.True(claim.PayloadVersion.Supersedes(new PayloadVersion(double.MaxValue / 2, "z", 99)));
    }

    private static T Read<T>(JsonTypeInfo<T> type, string json) => JsonSerializer.Deserialize(json, type)!;
}
