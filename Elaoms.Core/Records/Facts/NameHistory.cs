using Elaoms.Core.Text;

namespace Elaoms.Core.Records.Facts;

/// <summary>
/// The names given on a line. Two people may share it: a new name is sure once a second call has given it, and none is after an old one
/// came back.
/// </summary>
/// <param name="Names">How many names there were, one after the other.</param>
/// <param name="Words">The words of the last.</param>
/// <param name="ConversationId">The first call that gave the last.</param>
/// <param name="IsRepeated">Whether another call gave it too.</param>
public readonly record struct NameHistory(int Names, string? Words, string? ConversationId, bool IsRepeated)
{
    /// <summary>Whether the last name may be believed.</summary>
    internal bool IsSure => Names < 2 || (Names == 2 && IsRepeated);

    /// <summary>The history in which one name is sure.</summary>
    internal static NameHistory Settled(string words, string conversationId) => new(Names: 1, words, conversationId, IsRepeated: true);

    /// <summary>The names after one more was given.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="conversationId">Where it was given.</param>
    /// <param name="corrected">The words of names that were taken back in the same call.</param>
    internal NameHistory With(string words, string conversationId, IReadOnlyList<string> corrected)
    {
        if (Words is not { } last
            || !(FactWords.AreSame(FactForm.Name, last, words)
                || corrected.Any(ending => FactWords.IsAbout(FactForm.Name, last, ending))
                || IsMisheard(last, words)))
            return new NameHistory(Names + 1, words, conversationId, IsRepeated: false);
        return this with
        {
            Words = words.Length > last.Length ? words : last,
            IsRepeated = IsRepeated || conversationId != ConversationId,
        };
    }

    /// <summary>Whether a transcriber may have heard one name as both: they differ by a letter or two.</summary>
    internal static bool IsMisheard(string one, string other)
        => one[1] == other[1] && EditDistance.Between(one, other) <= Math.Min(2, Math.Min(one.Length, other.Length) / 3);
}
