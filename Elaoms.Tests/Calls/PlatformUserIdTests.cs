using Elaoms.Core.Calls;
using Xunit;

namespace Elaoms.Tests.Calls;

public sealed class PlatformUserIdTests
{
    // python3: HKDF-SHA256 of b"a key" without salt, with the info b"elaoms platform user id v1"; HMAC-SHA256 of the caller key under it
    [Fact]
    public void Id_is_the_half_of_a_keyed_hash_of_the_caller_key()
    {
        var caller = new CallerKey("8ac393ce3cb01ce3e69830e7e8d9491878c0353ff8fcf76b48a58bf5d4e1e4fc");

        Assert.Equal("elaoms_316256e408c3b225662865a76bcbd99c", new PlatformUserId("a key"u8).Of(caller));
    }

    [Theory]
    [InlineData("elaoms_316256e408c3b225662865a76bcbd99c", true)]
    [InlineData("Elaoms_316256E408C3B225662865A76BCBD99C", true)]
    [InlineData("elaoms_316256e408c3b225662865a76bcbd99", false)]
    [InlineData("elaoms_316256e408c3b225662865a76bcbd99cc", false)]
    [InlineData("elaoms_316256e408c3b225662865a76bcbd99g", false)]
    [InlineData("elaoms-316256e408c3b225662865a76bcbd99c", false)]
    [InlineData("", false)]
    public void Id_is_known_by_its_prefix_and_32_hex_digits(string text, bool expected) => Assert.Equal(expected, PlatformUserId.Is(text));
}
