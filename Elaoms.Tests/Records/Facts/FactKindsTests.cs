using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Xunit;

namespace Elaoms.Tests.Records.Facts;

/// <summary>Which keys mean the same, and how the values of a kind stand to each other.</summary>
public sealed class FactKindsTests
{
    [Theory]
    [InlineData("name", "full_name, caller_name, customer_name, user_name, client_name, first_name, given_name, firstname")]
    [InlineData("name", "name_of_caller, name_of_customer")]
    [InlineData("last_name", "family_name, surname, lastname")]
    [InlineData("preferred_name", "nickname")]
    [InlineData("email", "email_address, e_mail, mail, customer_email, contact_email")]
    [InlineData("phone", "phone_number, telephone, telephone_number, mobile, mobile_number, callback_number, call_back_number")]
    [InlineData("phone", "contact_number, customer_phone")]
    [InlineData("preferred_contact", "preferred_contact_method, contact_preference, contact_method, preferred_channel")]
    [InlineData("preferred_contact", "communication_preference")]
    [InlineData("no_contact_by", "no_contact_by")]
    [InlineData("contact_time", "best_time_to_call, preferred_contact_time, preferred_call_time")]
    [InlineData("preferred_language", "language, language_preference, spoken_language")]
    [InlineData("home", "home_city, residence, city_of_residence, home_town, hometown")]
    [InlineData("address", "home_address, mailing_address, postal_address")]
    [InlineData("occupation", "profession, job_title")]
    [InlineData("employer", "employer_name, workplace, works_at")]
    [InlineData("marital_status", "marital_status")]
    [InlineData("children", "children")]
    [InlineData("family", "family_members")]
    [InlineData("pet", "pets")]
    [InlineData("diet", "dietary_preference, dietary_requirements, dietary_restrictions")]
    [InlineData("allergy", "allergies, food_allergies")]
    [InlineData("likes", "interests, hobbies")]
    [InlineData("dislikes", "dislikes")]
    [InlineData("prefers", "preferences")]
    [InlineData("birthday", "date_of_birth, birth_date, birthdate, dob")]
    [InlineData("anniversary", "anniversary")]
    [InlineData("date", "date")]
    [InlineData("customer_since", "customer_since")]
    [InlineData("open_request", "open_requests, pending_request, unresolved_request")]
    [InlineData("promise", "promises")]
    public void Keys_that_mean_the_same_are_of_one_kind(string kind, string keys) => Assert.All(keys.Split(", ").Append(kind), key =>
    {
        Assert.Equal(kind, FactKinds.Of(key).Key);
        Assert.Same(FactKinds.Of(kind), FactKinds.Of(key));
        Assert.True(FactKinds.IsKnown(key));
    });

    // A place may be a shop, a role one in an account, a job one to be done.
    [Theory]
    [InlineData("plan")]
    [InlineData("location")]
    [InlineData("role")]
    [InlineData("job")]
    [InlineData("Name")]
    [InlineData("")]
    public void Other_key_is_a_kind_of_its_own_with_one_value(string key)
    {
        var kind = FactKinds.Of(key);

        Assert.False(FactKinds.IsKnown(key));
        Assert.Equal(
            (key, false, null, FactForm.Word, Sector.Semantic, 0.9),
            (kind.Key, kind.IsMany, kind.Opposite, kind.Form, kind.Sector, kind.Salience));
        Assert.Empty(kind.Aliases);
    }

    [Fact]
    public void Kinds_come_in_the_order_in_which_they_help_at_the_start_of_a_call()
        => Assert.Equal(
            [
                "name", "last_name", "preferred_name", "open_request", "promise", "preferred_language", "preferred_contact",
                "no_contact_by", "contact_time", "allergy", "diet", "home", "occupation", "employer", "family", "marital_status",
                "children", "pet", "prefers", "likes", "dislikes", "birthday", "anniversary", "date", "customer_since", "email", "phone",
                "address",
            ],
            FactKinds.All.Select(kind => kind.Key));

    [Fact]
    public void Values_of_some_kinds_stand_side_by_side()
        => Assert.Equal(
            [
                "open_request", "promise", "no_contact_by", "allergy", "diet", "family", "pet", "prefers", "likes", "dislikes", "date",
            ],
            FactKinds.All.Where(kind => kind.IsMany).Select(kind => kind.Key));

    [Fact]
    public void Some_kinds_have_an_opposite()
        => Assert.Equal(
            [
                ("preferred_contact", "no_contact_by"), ("no_contact_by", "preferred_contact"), ("likes", "dislikes"),
                ("dislikes", "likes"),
            ],
            FactKinds.All.Where(kind => kind.Opposite is not null).Select(kind => (kind.Key, kind.Opposite)));

    [Fact]
    public void Kinds_are_compared_by_name_by_phrase_or_by_the_whole_expression()
        => Assert.Equal(
            [
                "name Name", "open_request Phrase", "promise Phrase", "contact_time Phrase", "allergy Phrase", "diet Phrase",
                "occupation Phrase", "employer Phrase", "family Phrase", "pet Phrase", "prefers Phrase", "likes Phrase",
                "dislikes Phrase", "date Phrase", "address Phrase",
            ],
            FactKinds.All.Where(kind => kind.Form != FactForm.Word).Select(kind => $"{kind.Key} {kind.Form}"));
}
