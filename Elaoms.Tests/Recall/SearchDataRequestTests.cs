using System.Text;
using Elaoms.Core.Recall;
using Xunit;

namespace Elaoms.Tests.Recall;

public sealed class SearchDataRequestTests
{
    [Theory]
    [InlineData("search_data.request.flat.json")]
    [InlineData("search_data.request.enveloped.json")]
    public void Request_file_flat_or_enveloped_names_query_and_caller(string file)
    {
        var request = SearchDataRequest.Parse(Payload.Read(file))!;

        Assert.False(string.IsNullOrEmpty(request.Query));
        Assert.Equal(("+12025550123", "agent_7101k5zvyjhmfg983brhmhkd98n6"), (request.CallerId, request.AgentId));
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"query":null}""", null)]
    [InlineData("""{"query":" "}""", null)]
    [InlineData("""{"query":7}""", null)]
    [InlineData("""{"query":" parrots "}""", "parrots")]
    [InlineData("""{"parameters":{"query":"inner"},"query":"outer"}""", "inner")]
    [InlineData("""{"parameters":{},"query":"outer"}""", "outer")]
    public void Query_is_text_or_missing(string body, string? expected) => Assert.Equal(expected, Parse(body).Query);

    [Theory]
    [InlineData("{}", 10)]
    [InlineData("""{"k":null}""", 10)]
    [InlineData("""{"k":"many"}""", 10)]
    [InlineData("""{"k":3}""", 3)]
    [InlineData("""{"k":"3"}""", 3)]
    [InlineData("""{"k":0}""", 1)]
    [InlineData("""{"k":-1e300}""", 1)]
    [InlineData("""{"k":51}""", 50)]
    [InlineData("""{"k":1e300}""", 50)]
    [InlineData("""{"parameters":{"k":2},"k":3}""", 2)]
    [InlineData("""{"parameters":{},"k":3}""", 3)]
    public void Count_is_from_1_to_50(string body, int expected) => Assert.Equal(expected, Parse(body).Count);

    [Theory]
    [InlineData("""{"user_id":"u","caller_id":"c","app_user_id":"p","agent_id":"a"}""")]
    [InlineData("""{"parameters":{},"user_id":"u","caller_id":"c","app_user_id":"p","agent_id":"a"}""")]
    [InlineData("""{"parameters":{"user_id":"u","caller_id":"c","app_user_id":"p","agent_id":"a"}}""")]
    [InlineData("""{"parameters":{"user_id":"u","app_user_id":"p"},"user_id":"x","caller_id":"c","app_user_id":"x","agent_id":"a"}""")]
    public void Ids_are_read_from_the_parameters_and_else_from_beside_them(string body)
    {
        var request = Parse(body);

        Assert.Equal(("u", "c", "p", "a"), (request.UserId, request.CallerId, request.AppUserId, request.AgentId));
    }

    [Fact]
    public void Ids_that_are_missing_are_null()
    {
        var request = Parse("""{"query":"x"}""");

        Assert.Equal((null, null, null, null), (request.UserId, request.CallerId, request.AppUserId, request.AgentId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("query=x")]
    public void Request_that_is_no_object_is_null(string body) => Assert.Null(SearchDataRequest.Parse(Encoding.UTF8.GetBytes(body)));

    private static SearchDataRequest Parse(string body) => SearchDataRequest.Parse(Encoding.UTF8.GetBytes(body))!;
}
