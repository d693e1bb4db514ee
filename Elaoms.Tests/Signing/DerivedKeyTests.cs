using System.Text;
using Elaoms.Core.Signing;
using Xunit;

namespace Elaoms.Tests.Signing;

public sealed class DerivedKeyTests
{
    private static readonly byte[] Source = Encoding.UTF8.GetBytes("a deployment's key");

    // RFC 5869, A.3: no salt, no info; the first 32 of its 42 bytes.
    [Fact]
    public void Key_is_that_of_HKDF_SHA256_without_a_salt()
        => Assert.Equal(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
            Convert.ToHexStringLower(DerivedKey.Of(Enumerable.Repeat((byte)0x0b, 22).ToArray(), "")));

    [Fact]
    public void Key_of_another_purpose_or_source_is_another_and_of_the_same_is_the_same()
    {
        var key = DerivedKey.Of(Source, "tokens");

        Assert.Equal(key, DerivedKey.Of(Source, "tokens"));
        Assert.NotEqual(key, DerivedKey.Of(Source, "hashes"));
        Assert.NotEqual(key, DerivedKey.Of([.. Source, 0x20], "tokens"));
    }
}
