using System.Text.Json;

namespace Elaoms.Core.Json;

/// <summary>Spells values of an enum as requests and answers have them, such as <c>opt_out</c>.</summary>
public static class SnakeCase
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word; null when there is none.</summary>
    public static T? Parse<T>(string word)
        where T : struct, Enum
        => Words<T>.Values.TryGetValue(word, out var value) ? value : null;

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(Of, StringComparer.Ordinal);
    }
}
