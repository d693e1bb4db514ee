using Elaoms.Core.Records;
using Xunit;

namespace Elaoms.Tests.Records;

/// <summary>Which of two bodies of a conversation is current.</summary>
public sealed class PayloadVersionTests
{
    [Theory]
    [InlineData(2, "a", 0, 1, "b", 9, true)]
    [InlineData(1.5, "a", 0, 1.25, "b", 0, true)]
    [InlineData(1, "b", 0, 1, "a", 9, true)]
    [InlineData(1, "a", 2, 1, "a", 1, true)]
    [InlineData(1, "a", 1, 1, "a", 1, false)]
    [InlineData(1, "B", 0, 1, "a", 0, false)]
    public void Later_body_supersedes_then_the_larger_hash_then_newer_rules(
        double timestamp, string hash, int rules, double otherTimestamp, string otherHash, int otherRules, bool supersedes)
    {
        var (one, other) = (new PayloadVersion(timestamp, hash, rules), new PayloadVersion(otherTimestamp, otherHash, otherRules));

        Assert.Equal(supersedes, one.Supersedes(other));
        if (supersedes)
            Assert.False(other.Supersedes(one));
    }
}
