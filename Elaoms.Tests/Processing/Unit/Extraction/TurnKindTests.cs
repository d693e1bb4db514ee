using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Xunit;

namespace Elaoms.Tests.Processing.Unit.Extraction;

/// <summary>What a turn is remembered as, and how redactions are spelled.</summary>
public sealed class TurnKindTests
{
    [Theory]
    [InlineData("emotion", Sector.Emotional, Salience.Medium)]
    [InlineData("reflective", Sector.Reflective, Salience.Medium)]
    [InlineData("name", Sector.Semantic, Salience.High)]
    [InlineData("likes", Sector.Semantic, Salience.Medium)]
    [InlineData("open_request", Sector.Episodic, Salience.High)]
    [InlineData("shoe_size", Sector.Semantic, Salience.High)]
    public void Key_gives_sector_and_salience(string key, Sector sector, double salience)
        => Assert.Equal(new TurnKind(sector, salience), TurnKind.Of(key));

    [Fact]
    public void Turn_that_states_nothing_is_an_episode_of_low_salience()
        => Assert.Equal(new TurnKind(Sector.Episodic, Salience.Low), TurnKind.Plain);

    [Theory]
    [InlineData("name", false, true)]
    [InlineData("name", true, true)]
    [InlineData("open_request", false, true)]
    [InlineData("open_request", true, false)]
    [InlineData("open_requests", true, false)]
    [InlineData("promise", false, true)]
    [InlineData("promise", true, false)]
    public void Statement_marks_its_turn_unless_it_says_that_something_asked_for_is_done(string key, bool ends, bool marks)
        => Assert.Equal(marks, TurnKind.Marks(new ExtractedFact(key, "v", FactSource.Statement, Ends: ends)));

    [Theory]
    [InlineData("emotion", false)]
    [InlineData("reflective", false)]
    [InlineData("name", true)]
    [InlineData("", true)]
    public void Feelings_are_no_facts(string key, bool isFact) => Assert.Equal(isFact, TurnKind.IsFact(key));

    [Theory]
    [InlineData(RedactionKind.CardNumber, "card_number")]
    [InlineData(RedactionKind.CardCode, "card_code")]
    [InlineData(RedactionKind.AccountNumber, "account_number")]
    [InlineData(RedactionKind.Password, "password")]
    [InlineData(RedactionKind.HealthNumber, "health_number")]
    [InlineData(RedactionKind.SecurityAnswer, "security_answer")]
    [InlineData(RedactionKind.ApiKey, "api_key")]
    [InlineData(RedactionKind.SeedPhrase, "seed_phrase")]
    [InlineData(RedactionKind.PassportNumber, "passport_number")]
    [InlineData(RedactionKind.DrivingLicence, "driving_licence")]
    [InlineData(RedactionKind.NationalId, "national_id")]
    public void Redaction_is_counted_under_the_name_of_its_kind(RedactionKind kind, string tag) => Assert.Equal(tag, kind.ToTag());

    [Fact]
    public void Nothing_found_is_no_fact_and_no_unread_turn()
    {
        Assert.Empty(ExtractedFacts.None.Facts);
        Assert.Equal(0, ExtractedFacts.None.UnreadTurns);
    }
}
