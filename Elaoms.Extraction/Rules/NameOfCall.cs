using Elaoms.Core.Records.Facts;

namespace Elaoms.Extraction.Rules;

/// <summary>Puts together the name that a caller gives in the course of a call: in one go, in parts, spelled, or by itself.</summary>
internal sealed class NameOfCall
{
    /// <summary>The key of a family name that is said by itself.</summary>
    public const string Surname = "surname";

    /// <summary>The key of a given name that is said by itself.</summary>
    public const string GivenName = "given_name";

    /// <summary>The key of a name that stands alone, to no question.</summary>
    public const string Bare = "bare_name";

    private bool _hasSurname;

    /// <summary>The name so far.</summary>
    public string? Name { get; private set; }

    /// <summary>
    /// Combines a statement about the name with earlier ones. Returns any other statement as it is, and null when it adds nothing.
    /// </summary>
    public Statement? Settle(Statement statement)
    {
        if (statement.Ends || statement.Key is not (Surname or GivenName or Bare or "name"))
            return statement;
        var whole = Whole(statement);
        if (whole.Length == 0)
            return null;
        _hasSurname |= statement.Key == Surname;
        Name = whole;
        return statement with { Key = FactKinds.Name.Key, Value = whole };
    }

    private string Whole(Statement part) => part.Key switch
    {
        Surname when Name is null => part.Value,
        Surname when IsOneWord(Name) && !_hasSurname => Same(Name, part.Value) ? Name : $"{Name} {part.Value}",
        Surname => Name.EndsWith(part.Value, StringComparison.OrdinalIgnoreCase) ? Name : part.Value,
        GivenName when Name is null => part.Value,
        GivenName => IsOneWord(Name) && _hasSurname ? $"{part.Value} {Name}" : "",
        Bare => Name is null || (ShareWord(Name, part.Value) && part.Value.Length > Name.Length) ? part.Value : "",
        // "Robert" after "Robert Jones" says nothing new.
        _ => Name is not null && Has(Name, part.Value) ? Name : part.Value,
    };

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsOneWord(string name) => !name.Contains(' ', StringComparison.Ordinal);

    /// <summary>Whether all words of a name are in another.</summary>
    public static bool Has(string whole, string part)
        => part.Split(' ', '-').All(word => whole.Split(' ', '-').Contains(word, StringComparer.OrdinalIgnoreCase));

    private static bool ShareWord(string one, string other)
        => one.Split(' ', '-').Intersect(other.Split(' ', '-'), StringComparer.OrdinalIgnoreCase).Any();
}
