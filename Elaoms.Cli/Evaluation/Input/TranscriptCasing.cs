using System.Text.RegularExpressions;

namespace Elaoms.Cli.Evaluation.Input;

/// <summary>Gives text the letters of a transcriber that knows no capitals, or only some.</summary>
internal static partial class TranscriptCasing
{
    /// <summary>All in lower case.</summary>
    public const string Lower = "lower";

    /// <summary>A capital at the beginning of each sentence, and for the English "I"; none anywhere else.</summary>
    public const string Sentence = "sentence";

    /// <summary>All in capitals.</summary>
    public const string Upper = "upper";

    /// <summary>The casings that there are.</summary>
    public static IReadOnlyList<string> All { get; } = [Lower, Sentence, Upper];

    /// <summary>The text in a casing; as it is when no casing is given.</summary>
    public static string Apply(string? casing, string text) => casing switch
    {
        Lower => text.ToLowerInvariant(),
        Sentence => SentenceStart.Replace(text.ToLowerInvariant(), match => match.Value.ToUpperInvariant()),
        Upper => text.ToUpperInvariant(),
        _ => text,
    };

    [GeneratedRegex(@"\A[^\p{L}\p{N}]*\p{Ll}|(?<=[.!?]\s+)\p{Ll}|\bi\b(?!\.\p{L})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SentenceStart { get; }
}
