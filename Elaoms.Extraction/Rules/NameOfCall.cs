using Elaoms.Core.Facts;

namespace Elaoms.Extraction.Rules;

/// <summary>
/// Puts together the name that a caller gives in the course of a call: in one go, in parts, spelled, or by itself. What such a part is worth depends on what was said before.
/// </summary>
internal sealed class NameOfCall
{
    /// <summary>The key of a family name that was asked for by itself.</summary>
    private const string Surname = "surname";

    /// <summary>The key of a given name that was asked for by itself.</summary>
    private const string GivenName = "given_name";

    private string? _name;

    /// <summary>What a statement says of the name, with what was said before; as it is when it says nothing of it, and null when it adds nothing.</summary>
    public Statement? Settle(Statement statement)
    {
        var settled = Whole(statement) is { } whole ? whole.Length > 0 ? statement with { Key = FactKinds.Name.Key, Value = whole } : null : statement;
        if (settled is { Key: "name", Ends: false })
            _name = settled.Value;
        return settled;
    }

    /// <summary>"Heh, worth a try. Stefan Novak.": beside a whole name, a word that is no part of it and no known name is none.</summary>
    public static bool IsNoneBeside(Statement statement, IEnumerable<(int At, Statement Statement)> bareNames)
        => statement is { Key: "name", Ends: false } && IsOneWord(statement.Value) && !Language.IsGivenName(statement.Value)
            && bareNames.Any(bare => bare.Statement.Key == BareName.Key && !ShareWord(bare.Statement.Value, statement.Value));

    // The whole name with a part of it; empty when the part adds nothing; null for what is no part.
    private string? Whole(Statement part) => part.Key switch
    {
        Surname => _name is not null && IsOneWord(_name) ? $"{_name} {part.Value}" : part.Value,
        GivenName when _name is null => part.Value,
        GivenName => IsSurname(_name) ? $"{part.Value} {_name.Split(' ')[^1]}" : "",
        Spelled.Key when _name is null => part.Value,
        // What is spelled as it was heard says nothing new.
        Spelled.Key => Spelled.Replace(_name, part.Value) is var spelled && spelled != _name ? spelled : "",
        BareName.FurtherKey => _name is not null && ShareWord(_name, part.Value) ? part.Value : "",
        BareName.Key => _name is null || ShareWord(_name, part.Value) ? part.Value : "",
        _ => null,
    };

    private static bool IsSurname(string name) => FactWords.NameRank(name).Words == 1 && !name.Split(' ').Any(Language.IsGivenName);

    private static bool IsOneWord(string name) => !name.Contains(' ', StringComparison.Ordinal);

    private static bool ShareWord(string one, string other)
        => one.Split(' ', '-').Intersect(other.Split(' ', '-'), StringComparer.OrdinalIgnoreCase).Any();
}
