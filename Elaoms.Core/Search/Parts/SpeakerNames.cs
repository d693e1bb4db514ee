using Elaoms.Core.Calls;
using Elaoms.Core.Text;

namespace Elaoms.Core.Search.Parts;

/// <summary>
/// Learns the names of caller and agent from how they address each other: a word is the other side's name, if one side says it as an
/// address repeatedly and the other hardly ever.
/// </summary>
internal sealed class SpeakerNames
{
    private readonly Dictionary<string, SpeakerSide> _names = new(StringComparer.Ordinal);

    /// <summary>Learns the names.</summary>
    /// <param name="uses">How both sides use words with a capital.</param>
    /// <param name="callerName">The caller's name where a fact gives it.</param>
    public SpeakerNames(NameUses uses, string? callerName)
    {
        foreach (var (word, by) in uses.Addresses())
            _names[word] = by == SpeakerSide.Caller ? SpeakerSide.Agent : SpeakerSide.Caller;

        var reader = new WordReader(callerName, stackalloc char[WordReader.MaxLength]);
        while (reader.Next())
            _names[reader.Word.ToString()] = SpeakerSide.Caller;
    }

    /// <summary>Whose name a word is.</summary>
    public SpeakerSide Of(string word) => _names.GetValueOrDefault(word);

    /// <summary>The side of a role, as it is on the wire.</summary>
    public static SpeakerSide SideOf(string? role)
        => role switch { Turn.UserRole => SpeakerSide.Caller, Turn.AgentRole => SpeakerSide.Agent, _ => SpeakerSide.Neither };
}

/// <summary>A side of a call.</summary>
internal enum SpeakerSide
{
    /// <summary>None of the two, or both.</summary>
    Neither,

    /// <summary>The caller.</summary>
    Caller,

    /// <summary>The agent.</summary>
    Agent,
}
