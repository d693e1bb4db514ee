using Elaoms.Core.Calls;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.Tests.Recall;

/// <summary>Whose memory is searched, for each combination of a token and ids.</summary>
public sealed class SearchedCallerTests
{
    private const string Acme = "acme";

    private static readonly ElaomsSettings Settings = TestSettings.In("/nowhere") with
    {
        Tenants = new Tenants(new Dictionary<string, string>(StringComparer.Ordinal) { ["acmes"] = Acme }),
        PhoneUserIds = new AgentIds(new HashSet<string>(StringComparer.Ordinal) { "trusted" }),
    };

    private static readonly CallerKeys Keys = new(Settings);
    private static readonly CallerPlace Sam = Place(CallerKind.Phone, "+12025550123");
    private static readonly CallerPlace Ann = Place(CallerKind.Phone, "+12025550177");
    private static readonly CallerPlace Line = Place(CallerKind.Line, "front desk");
    private static readonly CallerPlace User = Place(CallerKind.User, "front desk");
    private static readonly SearchDataRequest Nobody = new("x", 10);
    private static readonly CallerToken SamCallsAnn = new(Tenants.Default, Sam, Ann);

    [Fact]
    public void Request_without_token_and_ids_is_nobodys() => Assert.Empty(PlacesOf(Nobody));

    [Fact]
    public void Id_names_a_caller_of_the_agents_tenant()
    {
        var request = Nobody with { CallerId = "+12025550123" };

        Assert.Equal([Sam], PlacesOf(request));
        Assert.Equal([Place(CallerKind.Phone, "+12025550123", Acme)], PlacesOf(request with { AgentId = "acmes" }));
    }

    [Fact]
    public void Id_that_is_hidden_leaves_the_others_where_there_is_no_token()
    {
        Assert.Equal([Sam], PlacesOf(Nobody with { UserId = "+12025550123", CallerId = "anonymous" }));
        Assert.Empty(PlacesOf(Nobody with { CallerId = "anonymous" }));
    }

    [Fact]
    public void Ids_that_name_two_callers_are_nobodys()
    {
        Assert.Equal([Sam], PlacesOf(Nobody with { UserId = "+12025550123", CallerId = "+1 202 555 0123" }));
        Assert.Empty(PlacesOf(Nobody with { UserId = "+12025550123", CallerId = "+12025550177" }));
        Assert.Empty(PlacesOf(Nobody with { CallerId = "+12025550123", AppUserId = "+12025550123" }));
    }

    [Fact]
    public void Caller_id_without_a_number_is_a_lines_and_only_formerly_an_applications()
        => Assert.Equal([Line, User with { IsFormer = true }], PlacesOf(Nobody with { CallerId = "front desk" }));

    [Fact]
    public void User_id_without_a_number_is_a_lines_or_an_applications()
        => Assert.Equal([Line, User], PlacesOf(Nobody with { UserId = "front desk" }));

    [Fact]
    public void Ids_that_agree_are_read_as_the_narrower_of_them()
    {
        Assert.Equal([User], PlacesOf(Nobody with { UserId = "front desk", AppUserId = "front desk" }));
        Assert.Equal([Line, User with { IsFormer = true }], PlacesOf(Nobody with { UserId = "front desk", CallerId = "front desk" }));
        Assert.Equal(
            [User with { IsFormer = true }],
            PlacesOf(Nobody with { UserId = "front desk", CallerId = "front desk", AppUserId = "front desk" }));
    }

    [Fact]
    public void App_user_id_is_a_number_only_from_agents_that_are_trusted_with_it()
    {
        var request = Nobody with { AppUserId = "+12025550123" };

        Assert.Equal([Place(CallerKind.User, "+12025550123")], PlacesOf(request));
        Assert.Equal([Sam], PlacesOf(request with { AgentId = "trusted" }));
    }

    [Fact]
    public void Token_alone_opens_its_callers_memory_and_no_other()
    {
        Assert.Equal([Sam], PlacesOf(Nobody, SamCallsAnn));
        Assert.Equal(
            [User with { IsFormer = true }],
            PlacesOf(Nobody, new CallerToken(Tenants.Default, User with { IsFormer = true }, Called: null)));
        Assert.Empty(PlacesOf(Nobody, SamCallsAnn with { Caller = null }));
        Assert.Empty(PlacesOf(Nobody, CallerToken.ForNobody(Tenants.Default)));
    }

    [Fact]
    public void Id_picks_one_of_the_tokens_callers()
    {
        Assert.Equal([Sam], PlacesOf(Nobody with { CallerId = "+12025550123" }, SamCallsAnn));
        Assert.Equal([Ann], PlacesOf(Nobody with { UserId = "+12025550177" }, SamCallsAnn));
        Assert.Equal([Ann], PlacesOf(Nobody with { UserId = "+12025550177" }, SamCallsAnn with { Caller = null }));
        Assert.Equal([Line], PlacesOf(Nobody with { UserId = "front desk" }, new CallerToken(Tenants.Default, Line, Called: null)));
        Assert.Equal([User], PlacesOf(Nobody with { UserId = "front desk" }, new CallerToken(Tenants.Default, User, Called: null)));
    }

    [Fact]
    public void Id_of_another_than_the_tokens_callers_opens_nothing()
    {
        Assert.Empty(PlacesOf(Nobody with { CallerId = "+12025550188" }, SamCallsAnn));
        Assert.Empty(PlacesOf(Nobody with { CallerId = "+12025550123" }, CallerToken.ForNobody(Tenants.Default)));
        Assert.Empty(PlacesOf(Nobody with { CallerId = "+12025550123", UserId = "+12025550177" }, SamCallsAnn));
    }

    [Fact]
    public void Id_that_is_hidden_is_another_than_the_tokens_callers()
        => Assert.Empty(PlacesOf(Nobody with { CallerId = "anonymous" }, SamCallsAnn));

    [Fact]
    public void Tokens_tenant_counts_and_not_that_of_the_agent_that_asks()
    {
        var acmes = Place(CallerKind.Phone, "+12025550123", Acme);
        var request = Nobody with { CallerId = "+12025550123" };

        Assert.Equal([acmes], PlacesOf(request, new CallerToken(Acme, acmes, Called: null)));
        Assert.Equal([Sam], PlacesOf(request with { AgentId = "acmes" }, SamCallsAnn));
    }

    private static IReadOnlyList<CallerPlace> PlacesOf(SearchDataRequest request, CallerToken? token = null)
        => new SearchedCaller(Keys, Settings).PlacesOf(request, token);

    private static CallerPlace Place(CallerKind kind, string identity, string tenant = Tenants.Default)
        => new(Keys.Of(new Caller(kind, identity), tenant));
}
