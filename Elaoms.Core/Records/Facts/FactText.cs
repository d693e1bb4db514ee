using Elaoms.Core.Text;

namespace Elaoms.Core.Records.Facts;

/// <summary>
/// Puts facts into words. Values come in whatever form callers and the platform's analysis give them, so a value stands in a sentence only
/// where any value of that form makes one; else it stands behind a label, such as <c>Pets: cats</c>.
/// </summary>
internal static class FactText
{
    private const int WordsOfPlace = 4;

    private static readonly string[] NoPlaces =
    [
        "in", "at", "near", "with", "on", "the", "from", "a", "an", "my", "their", "still", "alone", "same", "not", "no",
    ];

    private static readonly string[] States = ["retired", "unemployed", "self-employed"];

    private static readonly string[] Statuses = ["married", "single", "divorced", "widowed", "engaged", "separated"];

    private static readonly string[] Diets = ["vegan", "vegetarian", "pescatarian"];

    /// <summary>
    /// A fact as the rest of a sentence that begins with the caller, such as <c>lives in Oslo</c>; null if it makes no sentence.
    /// </summary>
    public static string? Trait(string key, string value)
    {
        value = PlainText.OneLine(value).TrimEnd('.');
        return FactKinds.Of(key).Key switch
        {
            "preferred_language" => $"prefers to speak {LanguageNames.Of(value)}",
            "preferred_contact" when Channel(value) is { } channel => $"prefers contact by {channel}",
            "no_contact_by" when Channel(value) is { } channel => $"wants no contact by {channel}",
            "allergy" when IsNoun(value) && !value.Contains("allerg", StringComparison.OrdinalIgnoreCase) => $"is allergic to {value}",
            "diet" when Is(Diets, value) => $"is {value.ToLowerInvariant()}",
            "diet" when value.StartsWith("no ", StringComparison.OrdinalIgnoreCase) => $"eats no {value[3..]}",
            "home" when IsNoun(value) => $"lives in {value}",
            "occupation" when Is(States, value) => $"is {value.ToLowerInvariant()}",
            "employer" when IsNoun(value) => $"works for {value}",
            "marital_status" when Is(Statuses, value) => $"is {value.ToLowerInvariant()}",
            "children" when value is "0" => "has no children",
            "children" when value is "1" => "has 1 child",
            "children" when value.All(char.IsAsciiDigit) => $"has {value} children",
            "customer_since" when value.Length == 4 && value.All(char.IsAsciiDigit) => $"has been a customer since {value}",
            _ => null,
        };
    }

    /// <summary>What stands before a fact that makes no sentence.</summary>
    public static string Label(string key) => FactKinds.Of(key).Key switch
    {
        "preferred_contact" => "preferred contact",
        "no_contact_by" => "no contact by",
        "contact_time" => "best time to call",
        "allergy" => "allergies",
        "pet" => "pets",
        "prefers" => "preferences",
        "date" => "dates",
        "open_request" => "open request",
        "promise" => "promised",
        "birthday" or "occupation" or "employer" or "home" or "family" or "diet" or "likes" or "preferred_name"
            => PlainText.Label(FactKinds.Of(key).Key),
        _ => PlainText.Label(key),
    };

    /// <summary>A fact as a sentence.</summary>
    public static string Sentence(CurrentFact fact) => fact.Kind.Key switch
    {
        "name" when fact.Key == fact.Kind.Key => $"The caller's name is {fact.Value}.",
        "preferred_name" => $"The caller wants to be called {fact.Value}.",
        "promise" => $"Promised to the caller: {fact.Value}.",
        _ when Trait(fact.Key, fact.Value) is { } trait => $"The caller {trait}.",
        _ => Labelled(fact.Key, fact.Value, isFirst: true) + ".",
    };

    /// <summary>The words by which a fact is found: those in which people ask for it.</summary>
    public static string SearchWords(CurrentFact fact) => fact.Kind.Key switch
    {
        "contact_time" => $"The caller is best reached {fact.Value}.",
        "diet" => $"The caller is {fact.Value}.",
        "occupation" => $"The caller works as {fact.Value}.",
        "family" => $"The caller has family: {fact.Value}.",
        "children" => $"The caller has {fact.Value} children.",
        "pet" => $"The caller has a {fact.Value}.",
        "prefers" => $"The caller prefers {fact.Value}.",
        "likes" => $"The caller likes {fact.Value}.",
        "dislikes" => $"The caller dislikes {fact.Value}.",
        "birthday" => $"The caller has their birthday on {fact.Value}.",
        "anniversary" => $"The caller has their anniversary on {fact.Value}.",
        "date" => $"The caller has a date: {fact.Value}.",
        _ => Sentence(fact),
    };

    /// <summary>Says of a text that only the platform's analysis says so.</summary>
    public static string Unconfirmed(string text) => $"Unconfirmed: {text}";

    /// <summary>A key and its value in words, such as <c>Household size: 3</c>.</summary>
    public static string Labelled(string key, string value, bool isFirst)
    {
        var label = Label(key);
        var said = value switch { "true" => "yes", "false" => "no", var other => PlainText.OneLine(other).TrimEnd('.') };
        return $"{(isFirst ? char.ToUpperInvariant(label[0]) : char.ToLowerInvariant(label[0]))}{label[1..]}: {said}";
    }

    private static bool Is(string[] words, string value) => words.Contains(value, StringComparer.OrdinalIgnoreCase);

    // "with my parents" and "in the city" can't follow a preposition.
    private static bool IsNoun(string value)
    {
        var words = value.Split(' ');
        return words.Length <= WordsOfPlace && !Is(NoPlaces, words[0]) && value.AsSpan().IndexOfAny(":;!?") < 0;
    }

    private static string? Channel(string value) => value.ToLowerInvariant() switch
    {
        "email" or "e-mail" or "mail" => "email",
        "phone" or "telephone" => "phone",
        "text" or "sms" => "text message",
        "whatsapp" => "WhatsApp",
        "letter" or "post" => "letter",
        _ => null,
    };
}
