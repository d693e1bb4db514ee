using System.Collections.Frozen;
using System.Globalization;

namespace Elaoms.Core.Callers;

/// <summary>
/// Finds the name to address a caller by. It is spoken at the start of the next call, so anything that doesn't look like a name is none: no placeholder of an analysis,
/// no digits, no braces or brackets that a template would fill.
/// </summary>
internal static class CallerName
{
    private const int MaxLength = 60;

    private static readonly string[] GivenNameKeys = ["first_name", "given_name", "firstname"];
    private static readonly string[] WholeNameKeys = ["name", "full_name", "caller_name", "customer_name", "user_name"];
    private static readonly string[] FamilyNameKeys = ["last_name", "family_name", "surname", "lastname"];
    private static readonly FrozenSet<string> Keys = GivenNameKeys.Concat(WholeNameKeys).Concat(FamilyNameKeys).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Placeholders = new[]
    {
        "unknown", "none", "null", "nil", "n/a", "na", "no name", "not given", "not provided", "not mentioned", "not specified", "not stated", "unspecified",
        "anonymous", "caller", "customer", "user", "redacted", "undefined", "true", "false", "yes", "no",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsNameKey(string key) => Keys.Contains(key);

    public static string? Of(IReadOnlyCollection<Fact> current)
        => GivenNameKeys.Concat(WholeNameKeys)
            .Select(key => current.FirstOrDefault(fact => fact.Key == key)?.Value.Trim())
            .FirstOrDefault(IsName);

    private static bool IsName(string? text)
        => text is { Length: > 0 and <= MaxLength }
            && !Placeholders.Contains(text)
            && text.Any(char.IsLetter)
            && text.EnumerateRunes().All(rune => IsPartOfName(rune.Value, CharUnicodeInfo.GetUnicodeCategory(rune.Value)));

    private static bool IsPartOfName(int rune, UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => true,
        _ => rune is ' ' or '-' or '\'' or '.' or '’' or '·',
    };
}
