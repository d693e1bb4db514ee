using System.Text.Json;
using Elaoms.Core.Records.Facts;
using Xunit;

namespace Elaoms.Tests.Records.Facts;

/// <summary>Why facts are believed, and how far.</summary>
public sealed class FactBasisTests
{
    // The serializer keeps what it has made for its own options.
    private readonly JsonSerializerOptions _options = new() { Converters = { new FactBasisJsonConverter() } };

    [Theory]
    [InlineData(FactBasis.Unsupported, FactConfidence.Unconfirmed, "unconfirmed", "\"unsupported\"")]
    [InlineData(FactBasis.BareWord, FactConfidence.Unsure, "unsure", "\"bare_word\"")]
    [InlineData(FactBasis.SecondName, FactConfidence.Unsure, "unsure", "\"second_name\"")]
    [InlineData(FactBasis.Supported, FactConfidence.Confirmed, "confirmed", "\"supported\"")]
    [InlineData(FactBasis.Answered, FactConfidence.Confirmed, "confirmed", "\"answered\"")]
    [InlineData(FactBasis.SelfIdentified, FactConfidence.Confirmed, "confirmed", "\"self_identified\"")]
    [InlineData(FactBasis.Spelled, FactConfidence.Confirmed, "confirmed", "\"spelled\"")]
    public void Basis_tells_how_far_a_fact_is_believed(FactBasis basis, FactConfidence confidence, string wireName, string stored)
    {
        Assert.Equal((confidence, wireName), (basis.Confidence(), basis.Confidence().WireName()));
        Assert.Equal(stored, JsonSerializer.Serialize(basis));
        Assert.Equal(basis, JsonSerializer.Deserialize<FactBasis>(stored));
    }

    [Fact]
    public void Basis_is_read_from_no_number()
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FactBasis>("2", _options));

    [Theory]
    [InlineData(FactSource.Statement, null, FactBasis.SelfIdentified)]
    [InlineData(FactSource.Statement, FactBasis.BareWord, FactBasis.BareWord)]
    [InlineData(FactSource.DataCollection, null, FactBasis.Unsupported)]
    [InlineData(FactSource.DataCollection, FactBasis.Answered, FactBasis.Answered)]
    [InlineData(FactSource.FailedCall, null, FactBasis.Unsupported)]
    public void Fact_without_a_basis_is_believed_if_the_caller_said_it(string source, FactBasis? basis, FactBasis grounds)
    {
        var fact = new Fact("home", "Oslo", FixedClock.Start, new FactSource("c1", source), Basis: basis);

        Assert.Equal((grounds, grounds.Confidence()), (fact.Grounds, fact.Confidence));
    }
}
