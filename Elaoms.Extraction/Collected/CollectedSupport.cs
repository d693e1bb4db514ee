using System.Runtime.InteropServices;
using Elaoms.Core.Processing.Extraction;

namespace Elaoms.Extraction.Collected;

/// <summary>
/// Looks for the turn that supports a collected value: the value's words and numbers occur in it. It knows words, not meaning: a value
/// in other words than the caller's, or in another language, is not found.
/// </summary>
internal sealed class CollectedSupport
{
    // What a call may cost is bounded in characters, so that the same call gives the same facts on any machine.
    private const int MaxCharacters = 400_000;

    private readonly LanguageSupport[] _languages;

    /// <summary>Prepares a call.</summary>
    public CollectedSupport(CallToExtract call, CollectedLanguages languages)
    {
        var (read, characters) = (0, 0);
        while (read < call.Original.Turns.Count && (characters += call.Original.Turns[read].Text.Length) <= MaxCharacters)
            read++;
        string[] texts = [.. call.Original.Turns.Take(read).Select(turn => turn.Text)];
        _languages = [.. languages.Of(texts).Select(language => new LanguageSupport(call, read, language))];
    }

    /// <summary>The turn that supports a value, one that the analysis points to before others; null when none does.</summary>
    /// <param name="key">Under which it was collected.</param>
    /// <param name="value">The value, in the form in which it is stored.</param>
    /// <param name="rationale">Why the analysis says so; it may point to a turn. Null when it gives no reason.</param>
    public SupportAt? Find(string key, string value, string? rationale)
    {
        var found = _languages.SelectMany(language => language.Find(key, value, rationale)).ToList();
        return found.Count == 0 ? null : found.MinBy(one => (one.IsPointedAt ? 0 : 1, one.At.Turn)).At;
    }
}

/// <summary>The turn that says what was collected, and where in it.</summary>
/// <param name="Turn">The turn's place in the call's list of turns.</param>
/// <param name="Start">The first character.</param>
/// <param name="End">The first character behind it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SupportAt(int Turn, int Start, int End);
