using System.Text.Json;
using Elaoms.Core.Records.Memories;
using Xunit;

namespace Elaoms.Tests.Records.Memories;

/// <summary>How sectors are spelled.</summary>
public sealed class SectorTests
{
    // The serializer keeps what it has made for its own options.
    private readonly JsonSerializerOptions _options = new() { Converters = { new SectorJsonConverter() } };

    [Theory]
    [InlineData(Sector.Semantic, "semantic")]
    [InlineData(Sector.Episodic, "episodic")]
    [InlineData(Sector.Procedural, "procedural")]
    [InlineData(Sector.Emotional, "emotional")]
    [InlineData(Sector.Reflective, "reflective")]
    public void Sector_is_stored_as_it_is_spelled_outside(Sector sector, string name)
    {
        Assert.Equal(name, sector.WireName());
        Assert.Equal($"\"{name}\"", JsonSerializer.Serialize(sector));
        Assert.Equal(sector, JsonSerializer.Deserialize<Sector>($"\"{name}\""));
    }

    [Fact]
    public void Sector_is_read_from_no_number()
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Sector>("2", _options));
}
