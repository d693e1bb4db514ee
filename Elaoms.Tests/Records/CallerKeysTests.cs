using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Records;

/// <summary>Where a caller's record may be, and whose it is.</summary>
public sealed class CallerKeysTests
{
    private const string Tenant = "north";

    private readonly CallerKeys _keys;

    public CallerKeysTests()
    {
        using var folder = new TempFolder();
        var settings = new ServerSettings(folder);
        settings["TENANT:agent_1"] = "north";
        settings["TENANT:agent_2"] = "south";
        _keys = new CallerKeys(settings.Read());
    }

    [Theory]
    [InlineData(CallerKind.Phone)]
    [InlineData(CallerKind.Sip)]
    [InlineData(CallerKind.User)]
    public void Caller_has_one_place(CallerKind kind)
    {
        var caller = new Caller(kind, "sam");

        Assert.Equal([new CallerPlace(_keys.Of(caller, Tenant))], _keys.PlacesOf(caller, Tenant));
    }

    [Fact]
    public void Line_may_also_be_where_users_were_before_lines_had_a_kind()
    {
        var caller = new Caller(CallerKind.Line, "sam");
        var former = new CallerPlace(_keys.Of(new Caller(CallerKind.User, "sam"), Tenant), IsFormer: true);

        Assert.Equal([new CallerPlace(_keys.Of(caller, Tenant)), former], _keys.PlacesOf(caller, Tenant));
        Assert.Equal((true, false), (former.Counts(isKindCertain: false), former.Counts(isKindCertain: true)));
        Assert.True(new CallerPlace(former.Key).Counts(isKindCertain: true));
    }

    [Fact]
    public void Tenant_of_a_record_is_the_one_under_which_the_caller_has_its_key()
    {
        var caller = new Caller(CallerKind.Phone, "+12025550123");

        Assert.Equal("south", _keys.TenantOf(caller, _keys.Of(caller, "south")));
        Assert.Equal(Tenants.Default, _keys.TenantOf(caller, _keys.Of(caller, Tenants.Default)));
        Assert.Null(_keys.TenantOf(caller, _keys.Of(caller, "another deployment's")));
    }

    [Fact]
    public void User_id_at_the_platform_is_the_callers_alone_and_no_key()
    {
        var sam = _keys.Of(new Caller(CallerKind.Phone, "+12025550123"), Tenant);
        var kim = _keys.Of(new Caller(CallerKind.Phone, "+12025550199"), Tenant);

        Assert.NotEqual(_keys.UserIdOf(sam), _keys.UserIdOf(kim));
        Assert.Equal(_keys.UserIdOf(sam), _keys.UserIdOf(sam));
        Assert.DoesNotContain(sam.Value, _keys.UserIdOf(sam), StringComparison.Ordinal);
    }
}
