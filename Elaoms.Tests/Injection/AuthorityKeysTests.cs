using Elaoms.Core.Injection;
using Xunit;

namespace Elaoms.Tests.Injection;

public sealed class AuthorityKeysTests
{
    [Theory]
    [InlineData("verified")]
    [InlineData("identityverified")]
    [InlineData("identity_check")]
    [InlineData("auth_level")]
    [InlineData("authorised_user")]
    [InlineData("is_admin")]
    [InlineData("admin")]
    [InlineData("role")]
    [InlineData("user_role")]
    [InlineData("pin")]
    [InlineData("password_ok")]
    [InlineData("permissions")]
    [InlineData("access_level")]
    [InlineData("fraud_score")]
    [InlineData("vip")]
    [InlineData("account_owner")]
    [InlineData("verifiziert")]
    [InlineData("berechtigung")]
    [InlineData("zugriff")]
    [InlineData("rolle")]
    [InlineData("passwort")]
    [InlineData("vérifié")]
    [InlineData("accès")]
    [InlineData("rôle")]
    [InlineData("mot_de_passe")]
    [InlineData("contraseña")]
    [InlineData("verificado")]
    [InlineData("permiso")]
    [InlineData("acceso")]
    public void Key_that_claims_authority_is_known(string key) => Assert.True(AuthorityKeys.BuiltIn.Has(key));

    [Theory]
    [InlineData("plan")]
    [InlineData("order_number")]
    [InlineData("favourite_author")]
    [InlineData("pineapple")]
    [InlineData("accessories")]
    [InlineData("shipping_address")]
    [InlineData("household_size")]
    [InlineData("next_appointment")]
    [InlineData("operating_system")]
    [InlineData("home_owner")]
    [InlineData("employee_count")]
    [InlineData("security_deposit")]
    [InlineData("permis_de_conduire")]
    [InlineData("rehabilitation_date")]
    [InlineData("manager_name")]
    public void Any_other_key_is_not(string key) => Assert.False(AuthorityKeys.BuiltIn.Has(key));
}
