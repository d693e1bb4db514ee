using System.Text;
using Elaoms.Core.Storage.Queue;
using Xunit;

namespace Elaoms.Tests.Jobs;

/// <summary>A job's message is told from a call's, and an older program leaves it to a newer one.</summary>
public sealed class JobMessageTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void Message_is_read_as_it_was_written() => Assert.Equal(new JobMessage(Id), JobMessage.Decode(new JobMessage(Id).Encode()));

    [Fact]
    public void Older_program_takes_it_for_one_of_a_newer_one()
    {
        Assert.False(CallMessage.TryDecode(new JobMessage(Id).Encode(), out _, out var fault));
        Assert.True(fault!.IsNewer);
    }

    [Theory]
    [InlineData("""{"v":1,"payload":"2026/12/01/0123456789abcdef0123456789abcdef/t-00.json"}""")]
    [InlineData("""{"v":1,"job":"0123456789abcdef0123456789abcdef"}""")]
    [InlineData("""{"v":3,"job":"0123456789abcdef0123456789abcdef"}""")]
    [InlineData("""{"v":2,"job":"../0123456789abcdef0123456789abcd"}""")]
    [InlineData("""{"v":2,"job":"0123456789ABCDEF0123456789ABCDEF"}""")]
    [InlineData("""{"v":2,"job":7}""")]
    [InlineData("""{"v":2}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("garbage")]
    public void Anything_else_is_none(string json)
    {
        Assert.Null(JobMessage.Decode(json));
        Assert.Null(JobMessage.Decode(Convert.ToBase64String(Encoding.UTF8.GetBytes(json))));
    }
}
