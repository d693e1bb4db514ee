using Elaoms.Core.Callers;

namespace Elaoms.Core.Facts;

/// <summary>Puts facts into words.</summary>
internal static class FactText
{
    /// <summary>A fact as the rest of a sentence that begins with the caller, such as <c>lives in Oslo</c>; null when it is none of that kind.</summary>
    public static string? Trait(CurrentFact fact)
    {
        var value = PlainText.OneLine(fact.Value).TrimEnd('.');
        return fact.Kind.Key switch
        {
            "preferred_language" => $"prefers to speak {LanguageNames.Of(value)}",
            "preferred_contact" => $"prefers contact by {value}",
            "no_contact_by" => $"wants no contact by {value}",
            "contact_time" => $"is best reached {value}",
            "allergy" => $"is allergic to {value}",
            "diet" => value.StartsWith("no ", StringComparison.OrdinalIgnoreCase) ? $"eats {value}" : $"is {value}",
            "home" => $"lives in {value}",
            "occupation" => value is "retired" or "unemployed" or "self-employed" ? $"is {value}" : $"works as {value}",
            "employer" => $"works for {value}",
            "family" => $"has family: {value}",
            "marital_status" => $"is {value}",
            "children" => value == "1" ? "has 1 child" : $"has {value} children",
            "pet" => $"has a {value}",
            "prefers" => $"prefers {value}",
            "likes" => $"likes {value}",
            "dislikes" => $"dislikes {value}",
            "birthday" => $"has their birthday on {value}",
            "anniversary" => $"has their anniversary on {value}",
            "date" => $"has a date: {value}",
            "customer_since" => $"has been a customer since {value}",
            _ => null,
        };
    }

    /// <summary>A fact as a sentence.</summary>
    public static string Sentence(CurrentFact fact) => fact.Kind.Key switch
    {
        "name" when fact.Key == fact.Kind.Key => $"The caller's name is {fact.Value}.",
        "preferred_name" => $"The caller wants to be called {fact.Value}.",
        "open_request" => $"Open request: {fact.Value}.",
        "promise" => $"Promised to the caller: {fact.Value}.",
        _ when Trait(fact) is { } trait => $"The caller {trait}.",
        _ => Labelled(fact.Key, fact.Value, isFirst: true) + ".",
    };

    /// <summary>Says of a text that only the platform's analysis says so.</summary>
    public static string Unconfirmed(string text) => $"Unconfirmed: {text}";

    /// <summary>A key and its value in words, such as <c>Household size: 3</c>.</summary>
    public static string Labelled(string key, string value, bool isFirst)
    {
        var label = PlainText.Label(key);
        var said = value switch { "true" => "yes", "false" => "no", var other => PlainText.OneLine(other).TrimEnd('.') };
        return $"{(isFirst ? label : char.ToLowerInvariant(label[0]) + label[1..])}: {said}";
    }
}
