using System.Collections.Frozen;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Records.Facts;

/// <summary>
/// The known kinds of facts. Anything else that the platform collects is a kind of its own, with one value. A key is an alias only if it
/// can be about nothing but the caller: a <c>location</c> may be a shop, a <c>role</c> one in an account, a <c>job</c> one to be done.
/// </summary>
public static class FactKinds
{
    /// <summary>The caller's own name.</summary>
    public static FactKind Name { get; } = new()
    {
        Key = "name",
        Form = FactForm.Name,
        Aliases =
        [
            "full_name", "caller_name", "customer_name", "user_name", "client_name", "first_name", "given_name", "firstname",
            "name_of_caller", "name_of_customer",
        ],
    };

    /// <summary>The family name, where the platform collects it by itself.</summary>
    public static FactKind FamilyName { get; } = new() { Key = "last_name", Aliases = ["family_name", "surname", "lastname"] };

    /// <summary>How the caller wants to be called.</summary>
    public static FactKind PreferredName { get; } = new() { Key = "preferred_name", Aliases = ["nickname"] };

    /// <summary>An e-mail address.</summary>
    public static FactKind Email { get; } = new()
    {
        Key = "email",
        Aliases = ["email_address", "e_mail", "mail", "customer_email", "contact_email"],
    };

    /// <summary>A number to call the caller on.</summary>
    public static FactKind Phone { get; } = new()
    {
        Key = "phone",
        Aliases =
        [
            "phone_number", "telephone", "telephone_number", "mobile", "mobile_number", "callback_number", "call_back_number",
            "contact_number", "customer_phone",
        ],
    };

    /// <summary>The way they want to be contacted: <c>email</c>, <c>phone</c>, <c>text</c>, <c>whatsapp</c> or <c>letter</c>.</summary>
    public static FactKind PreferredContact { get; } = new()
    {
        Key = "preferred_contact",
        Aliases = ["preferred_contact_method", "contact_preference", "contact_method", "preferred_channel", "communication_preference"],
        Opposite = "no_contact_by",
        Sector = Sector.Procedural,
        Salience = Salience.Medium,
    };

    /// <summary>A way they don't want to be contacted.</summary>
    public static FactKind NoContactBy { get; } = new()
    {
        Key = "no_contact_by",
        IsMany = true,
        Opposite = "preferred_contact",
        Sector = Sector.Procedural,
        Salience = Salience.Medium,
    };

    /// <summary>When they want to be contacted.</summary>
    public static FactKind ContactTime { get; } = new()
    {
        Key = "contact_time",
        Form = FactForm.Phrase,
        Aliases = ["best_time_to_call", "preferred_contact_time", "preferred_call_time"],
        Sector = Sector.Procedural,
        Salience = Salience.Medium,
    };

    /// <summary>The language they would rather speak, as an ISO 639-1 code.</summary>
    public static FactKind PreferredLanguage { get; } = new()
    {
        Key = "preferred_language",
        Aliases = ["language", "language_preference", "spoken_language"],
        Sector = Sector.Procedural,
        Salience = Salience.Medium,
    };

    /// <summary>The town or country they live in.</summary>
    public static FactKind Home { get; } = new()
    {
        Key = "home",
        Aliases = ["home_city", "residence", "city_of_residence", "home_town", "hometown"],
    };

    /// <summary>Their street address.</summary>
    public static FactKind Address { get; } = new()
    {
        Key = "address",
        Form = FactForm.Phrase,
        Aliases = ["home_address", "mailing_address", "postal_address"],
    };

    /// <summary>What they do for a living.</summary>
    public static FactKind Occupation { get; } = new()
    {
        Key = "occupation",
        Form = FactForm.Phrase,
        Aliases = ["profession", "job_title"],
    };

    /// <summary>Whom they work for.</summary>
    public static FactKind Employer { get; } = new()
    {
        Key = "employer",
        Form = FactForm.Phrase,
        Aliases = ["employer_name", "workplace", "works_at"],
    };

    /// <summary><c>married</c>, <c>single</c>, <c>divorced</c>, <c>widowed</c> or <c>engaged</c>.</summary>
    public static FactKind MaritalStatus { get; } = new() { Key = "marital_status" };

    /// <summary>How many children they have.</summary>
    public static FactKind Children { get; } = new() { Key = "children" };

    /// <summary>Who belongs to the family or household: relation and name.</summary>
    public static FactKind Family { get; } = new() { Key = "family", IsMany = true, Form = FactForm.Phrase, Aliases = ["family_members"] };

    /// <summary>A pet: animal and name.</summary>
    public static FactKind Pet { get; } = new() { Key = "pet", IsMany = true, Form = FactForm.Phrase, Aliases = ["pets"] };

    /// <summary>What they do not eat, by principle or need.</summary>
    public static FactKind Diet { get; } = new()
    {
        Key = "diet",
        IsMany = true,
        Form = FactForm.Phrase,
        Aliases = ["dietary_preference", "dietary_requirements", "dietary_restrictions"],
        Salience = Salience.Medium,
    };

    /// <summary>What they are allergic to.</summary>
    public static FactKind Allergy { get; } = new()
    {
        Key = "allergy",
        IsMany = true,
        Form = FactForm.Phrase,
        Aliases = ["allergies", "food_allergies"],
    };

    /// <summary>What they like.</summary>
    public static FactKind Likes { get; } = new()
    {
        Key = "likes",
        IsMany = true,
        Form = FactForm.Phrase,
        Aliases = ["interests", "hobbies"],
        Opposite = "dislikes",
        Salience = Salience.Medium,
    };

    /// <summary>What they dislike.</summary>
    public static FactKind Dislikes { get; } = new()
    {
        Key = "dislikes",
        IsMany = true,
        Form = FactForm.Phrase,
        Opposite = "likes",
        Salience = Salience.Medium,
    };

    /// <summary>How they want things done.</summary>
    public static FactKind Prefers { get; } = new()
    {
        Key = "prefers",
        IsMany = true,
        Form = FactForm.Phrase,
        Aliases = ["preferences"],
        Sector = Sector.Procedural,
        Salience = Salience.Medium,
    };

    /// <summary>When they were born.</summary>
    public static FactKind Birthday { get; } = new() { Key = "birthday", Aliases = ["date_of_birth", "birth_date", "birthdate", "dob"] };

    /// <summary>Their wedding anniversary.</summary>
    public static FactKind Anniversary { get; } = new() { Key = "anniversary" };

    /// <summary>Another date that matters: what, and when.</summary>
    public static FactKind Date { get; } = new()
    {
        Key = "date",
        IsMany = true,
        Form = FactForm.Phrase,
        Sector = Sector.Episodic,
        Salience = Salience.Medium,
    };

    /// <summary>The year since which they are a customer.</summary>
    public static FactKind CustomerSince { get; } = new()
    {
        Key = "customer_since",
        Sector = Sector.Reflective,
        Salience = Salience.Medium,
    };

    /// <summary>What they asked for that is still to be done.</summary>
    public static FactKind OpenRequest { get; } = new()
    {
        Key = "open_request",
        IsMany = true,
        Form = FactForm.Phrase,
        Aliases = ["open_requests", "pending_request", "unresolved_request"],
        Sector = Sector.Episodic,
    };

    /// <summary>What was promised to them.</summary>
    public static FactKind Promise { get; } = new()
    {
        Key = "promise",
        IsMany = true,
        Form = FactForm.Phrase,
        Aliases = ["promises"],
        Sector = Sector.Episodic,
    };

    /// <summary>All of them, the ones that help most at the start of a call first.</summary>
    public static IReadOnlyList<FactKind> All { get; } =
    [
        Name, FamilyName, PreferredName, OpenRequest, Promise, PreferredLanguage, PreferredContact, NoContactBy, ContactTime, Allergy, Diet,
        Home, Occupation, Employer, Family, MaritalStatus, Children, Pet, Prefers, Likes, Dislikes, Birthday, Anniversary, Date,
        CustomerSince, Email, Phone, Address,
    ];

    private static readonly FrozenDictionary<string, FactKind> ByKey =
        All.SelectMany(kind => kind.Aliases.Append(kind.Key).Select(key => (key, kind)))
            .ToFrozenDictionary(pair => pair.key, pair => pair.kind, StringComparer.Ordinal);

    /// <summary>The kind of a key; a kind of its own for one that is none of these.</summary>
    public static FactKind Of(string key) => ByKey.GetValueOrDefault(key) ?? new FactKind { Key = key };

    /// <summary>Whether a key names one of these kinds.</summary>
    public static bool IsKnown(string key) => ByKey.ContainsKey(key);
}
