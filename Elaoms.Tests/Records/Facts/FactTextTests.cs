using Elaoms.Core.Records.Facts;
using Xunit;

namespace Elaoms.Tests.Records.Facts;

/// <summary>Facts in words: as the rest of a sentence, as a sentence of their own, and as they are searched for.</summary>
public sealed class FactTextTests
{
    [Theory]
    [InlineData("preferred_contact", "email", "prefers contact by email")]
    [InlineData("preferred_contact", "E-Mail", "prefers contact by email")]
    [InlineData("preferred_contact", "mail", "prefers contact by email")]
    [InlineData("preferred_contact", "phone", "prefers contact by phone")]
    [InlineData("preferred_contact", "telephone", "prefers contact by phone")]
    [InlineData("preferred_contact", "text", "prefers contact by text message")]
    [InlineData("preferred_contact", "SMS", "prefers contact by text message")]
    [InlineData("preferred_contact", "WhatsApp", "prefers contact by WhatsApp")]
    [InlineData("no_contact_by", "letter", "wants no contact by letter")]
    [InlineData("no_contact_by", "post", "wants no contact by letter")]
    [InlineData("preferred_contact", "pigeon", null)]
    [InlineData("no_contact_by", "pigeon", null)]
    [InlineData("contact_method", "email", "prefers contact by email")]
    public void Channel_is_told_by_its_usual_name(string key, string value, string? trait)
        => Assert.Equal(trait, FactText.Trait(key, value));

    [Theory]
    [InlineData("in")]
    [InlineData("at")]
    [InlineData("near")]
    [InlineData("with")]
    [InlineData("on")]
    [InlineData("the")]
    [InlineData("from")]
    [InlineData("a")]
    [InlineData("an")]
    [InlineData("my")]
    [InlineData("their")]
    [InlineData("still")]
    [InlineData("alone")]
    [InlineData("same")]
    [InlineData("not")]
    [InlineData("no")]
    [InlineData("In")]
    public void Value_that_begins_like_no_noun_follows_no_preposition(string first)
    {
        Assert.Null(FactText.Trait("home", $"{first} Oslo"));
        Assert.Null(FactText.Trait("employer", $"{first} Oslo"));
        Assert.Null(FactText.Trait("allergy", $"{first} Oslo"));
        Assert.Equal($"lives in Oslo {first}", FactText.Trait("home", $"Oslo {first}"));
    }

    [Theory]
    [InlineData("home", " New\nYork. ", "lives in New York")]
    [InlineData("home", ".Oslo", "lives in .Oslo")]
    [InlineData("home", "one two three four", "lives in one two three four")]
    [InlineData("home", "one two three four five", null)]
    [InlineData("home", "Oslo: centre", null)]
    [InlineData("home", "Oslo; Bergen", null)]
    [InlineData("home", "Oslo!", null)]
    [InlineData("home", "?Oslo", null)]
    [InlineData("residence", "Oslo", "lives in Oslo")]
    [InlineData("employer", "one two three four five", null)]
    [InlineData("employer", "Harbour Bakery", "works for Harbour Bakery")]
    [InlineData("allergy", "nuts", "is allergic to nuts")]
    [InlineData("allergy", "ALLERGIC to nuts", null)]
    [InlineData("allergy", "nuts and all of their many kinds", null)]
    public void Noun_of_a_few_words_follows_a_preposition(string key, string value, string? trait)
        => Assert.Equal(trait, FactText.Trait(key, value));

    [Theory]
    [InlineData("occupation", "Retired", "is retired")]
    [InlineData("occupation", "unemployed", "is unemployed")]
    [InlineData("occupation", "self-employed", "is self-employed")]
    [InlineData("occupation", "retired nurse", null)]
    [InlineData("marital_status", "Married", "is married")]
    [InlineData("marital_status", "single", "is single")]
    [InlineData("marital_status", "divorced", "is divorced")]
    [InlineData("marital_status", "widowed", "is widowed")]
    [InlineData("marital_status", "engaged", "is engaged")]
    [InlineData("marital_status", "separated", "is separated")]
    [InlineData("marital_status", "complicated", null)]
    [InlineData("diet", "Vegan", "is vegan")]
    [InlineData("diet", "vegetarian", "is vegetarian")]
    [InlineData("diet", "pescatarian", "is pescatarian")]
    [InlineData("diet", "No pork", "eats no pork")]
    [InlineData("diet", "pork, no ", null)]
    [InlineData("diet", "nothing with pork", null)]
    public void State_is_told_as_one_if_it_is_a_usual_one(string key, string value, string? trait)
        => Assert.Equal(trait, FactText.Trait(key, value));

    [Theory]
    [InlineData("children", "0", "has no children")]
    [InlineData("children", "1", "has 1 child")]
    [InlineData("children", "12", "has 12 children")]
    [InlineData("children", "2 boys", null)]
    [InlineData("children", "two", null)]
    [InlineData("customer_since", "2015", "has been a customer since 2015")]
    [InlineData("customer_since", "201", null)]
    [InlineData("customer_since", "20155", null)]
    [InlineData("customer_since", "201x", null)]
    [InlineData("preferred_language", "de", "prefers to speak German")]
    [InlineData("preferred_language", "eo", "prefers to speak eo")]
    [InlineData("plan", "gold", null)]
    [InlineData("name", "Sam", null)]
    public void Number_year_or_language_is_told_as_one(string key, string value, string? trait)
        => Assert.Equal(trait, FactText.Trait(key, value));

    [Theory]
    [InlineData("contact_method", "preferred contact")]
    [InlineData("no_contact_by", "no contact by")]
    [InlineData("best_time_to_call", "best time to call")]
    [InlineData("preferred_call_time", "best time to call")]
    [InlineData("food_allergies", "allergies")]
    [InlineData("pet", "pets")]
    [InlineData("preferences", "preferences")]
    [InlineData("prefers", "preferences")]
    [InlineData("date", "dates")]
    [InlineData("pending_request", "open request")]
    [InlineData("promises", "promised")]
    [InlineData("dob", "Birthday")]
    [InlineData("anniversary", "Anniversary")]
    [InlineData("job_title", "Occupation")]
    [InlineData("works_at", "Employer")]
    [InlineData("hometown", "Home")]
    [InlineData("family_members", "Family")]
    [InlineData("dietary_restrictions", "Diet")]
    [InlineData("hobbies", "Likes")]
    [InlineData("dislikes", "Dislikes")]
    [InlineData("children", "Children")]
    [InlineData("marital_status", "Marital status")]
    [InlineData("nickname", "Preferred name")]
    [InlineData("customer_name", "Customer name")]
    [InlineData("mobile_number", "Mobile number")]
    [InlineData("household_size", "Household size")]
    public void Label_is_of_the_kind_or_of_the_key_it_was_collected_by(string key, string label)
        => Assert.Equal(label, FactText.Label(key));

    [Theory]
    [InlineData("household_size", " 3. ", true, "Household size: 3")]
    [InlineData("household_size", "3", false, "household size: 3")]
    [InlineData("pet", "cats", true, "Pets: cats")]
    [InlineData("pet", "cats", false, "pets: cats")]
    [InlineData("newsletter", "true", true, "Newsletter: yes")]
    [InlineData("newsletter", "false", true, "Newsletter: no")]
    [InlineData("notes", ".one\n two.", true, "Notes: .one two")]
    public void Labelled_fact_begins_with_a_capital_if_it_is_the_first(string key, string value, bool isFirst, string expected)
        => Assert.Equal(expected, FactText.Labelled(key, value, isFirst));

    [Theory]
    [InlineData("name", "Sam", "The caller's name is Sam.")]
    [InlineData("full_name", "Sam Smith", "Full name: Sam Smith.")]
    [InlineData("preferred_name", "Sammy", "The caller wants to be called Sammy.")]
    [InlineData("nickname", "Sammy", "The caller wants to be called Sammy.")]
    [InlineData("open_request", "call back", "Open request: call back.")]
    [InlineData("open_request", "I want a refund.", "Open request: I want a refund.")]
    [InlineData("promise", "refund by Friday", "Promised to the caller: refund by Friday.")]
    [InlineData("home", "Oslo", "The caller lives in Oslo.")]
    [InlineData("home", "with my parents", "Home: with my parents.")]
    [InlineData("plan", "gold.", "Plan: gold.")]
    public void Fact_is_a_sentence_and_is_found_by_it(string key, string value, string expected)
    {
        Assert.Equal(expected, FactText.Sentence(Fact(key, value)));
        Assert.Equal(expected, FactText.SearchWords(Fact(key, value)));
    }

    [Theory]
    [InlineData("contact_time", "after 5 pm", "Best time to call: after 5 pm.", "The caller is best reached after 5 pm.")]
    [InlineData("diet", "halal food", "Diet: halal food.", "The caller is halal food.")]
    [InlineData("occupation", "nurse", "Occupation: nurse.", "The caller works as nurse.")]
    [InlineData("family", "wife Anna", "Family: wife Anna.", "The caller has family: wife Anna.")]
    [InlineData("children", "1", "The caller has 1 child.", "The caller has 1 children.")]
    [InlineData("pet", "cat", "Pets: cat.", "The caller has a cat.")]
    [InlineData("prefers", "window seats", "Preferences: window seats.", "The caller prefers window seats.")]
    [InlineData("likes", "tea", "Likes: tea.", "The caller likes tea.")]
    [InlineData("dislikes", "noise", "Dislikes: noise.", "The caller dislikes noise.")]
    [InlineData("birthday", "4 May", "Birthday: 4 May.", "The caller has their birthday on 4 May.")]
    [InlineData("anniversary", "12 June", "Anniversary: 12 June.", "The caller has their anniversary on 12 June.")]
    [InlineData("date", "wedding on 12 June", "Dates: wedding on 12 June.", "The caller has a date: wedding on 12 June.")]
    public void Fact_is_found_by_the_words_in_which_people_ask_for_it(string key, string value, string sentence, string searched)
    {
        Assert.Equal(sentence, FactText.Sentence(Fact(key, value)));
        Assert.Equal(searched, FactText.SearchWords(Fact(key, value)));
    }

    [Fact]
    public void Text_that_only_the_analysis_says_is_told_as_that()
        => Assert.Equal("Unconfirmed: Plan: gold.", FactText.Unconfirmed("Plan: gold."));

    private static CurrentFact Fact(string key, string value)
        => new(
            key, value, FixedClock.Start, FixedClock.Start, 1, new FactSource("c1", FactSource.Statement), FactBasis.SelfIdentified);
}
