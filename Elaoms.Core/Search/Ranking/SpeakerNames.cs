using System.Runtime.InteropServices;
using Elaoms.Core.Calls;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Text;

namespace Elaoms.Core.Search.Ranking;

/// <summary>
/// Learns the names of caller and agent from how they address each other. A word between a comma or greeting and the end of a phrase
/// ("Thanks, Mel!") is the other side's name, if one side says it there repeatedly and the other hardly ever.
/// </summary>
internal sealed class SpeakerNames
{
    private const int LeastTimes = 3;

    // Whom both address is a third person.
    private const int TimesMore = 5;

    private readonly Dictionary<string, SpeakerSide> _names = new(StringComparer.Ordinal);

    /// <summary>Learns the names.</summary>
    /// <param name="memories">What both sides said.</param>
    /// <param name="callerName">The caller's name where a fact gives it.</param>
    public SpeakerNames(IEnumerable<Memory> memories, string? callerName)
    {
        var uses = new Dictionary<string, Uses>(StringComparer.Ordinal);
        foreach (var memory in memories)
        {
            var by = SideOf(memory.Role);
            if (by != SpeakerSide.Neither)
                CountUses(memory.Text, by, uses);
        }

        foreach (var (word, count) in uses)
        {
            if (count.IsAddressBy(SpeakerSide.Caller))
                _names[word] = SpeakerSide.Agent;
            else if (count.IsAddressBy(SpeakerSide.Agent))
                _names[word] = SpeakerSide.Caller;
        }

        var reader = new WordReader(callerName, stackalloc char[WordReader.MaxLength]);
        while (reader.Next())
            _names[reader.Word.ToString()] = SpeakerSide.Caller;
    }

    /// <summary>Whose name a word is.</summary>
    public SpeakerSide Of(string word) => _names.GetValueOrDefault(word);

    /// <summary>The side of a role, as it is on the wire.</summary>
    public static SpeakerSide SideOf(string? role)
        => role switch { Turn.UserRole => SpeakerSide.Caller, Turn.AgentRole => SpeakerSide.Agent, _ => SpeakerSide.Neither };

    private static void CountUses(string text, SpeakerSide by, Dictionary<string, Uses> uses)
    {
        var looked = uses.GetAlternateLookup<ReadOnlySpan<char>>();
        var reader = new WordReader(text, stackalloc char[WordReader.MaxLength]);
        var phraseAt = 0;
        while (reader.Next())
        {
            var before = text.AsSpan(0, reader.Start).TrimEnd();
            if (before.Length == 0 || IsEndOfSentence(before[^1]))
            {
                phraseAt = reader.End;
                continue;
            }

            if (!char.IsUpper(text[reader.Start]) || reader.End - reader.Start < 2)
                continue;
            var afterGreeting = phraseAt == before.Length;
            var address = (before[^1] == ',' || afterGreeting)
                && (reader.End == text.Length || text[reader.End] == ',' || IsEndOfSentence(text[reader.End]));
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(looked, reader.Word, out _);
            count.Add(by, address);
        }
    }

    private static bool IsEndOfSentence(char sign) => sign is '.' or '!' or '?' or '…';

    [StructLayout(LayoutKind.Auto)]
    private record struct Uses(int ByCaller, int ByAgent, int AddressesByCaller, int AddressesByAgent)
    {
        public void Add(SpeakerSide by, bool address)
        {
            if (by == SpeakerSide.Caller)
            {
                ByCaller++;
                AddressesByCaller += address ? 1 : 0;
            }
            else
            {
                ByAgent++;
                AddressesByAgent += address ? 1 : 0;
            }
        }

        public readonly bool IsAddressBy(SpeakerSide side)
        {
            var (uses, addresses, others) = side == SpeakerSide.Caller
                ? (ByCaller, AddressesByCaller, AddressesByAgent)
                : (ByAgent, AddressesByAgent, AddressesByCaller);
            return addresses >= LeastTimes && addresses * 2 >= uses && addresses >= others * TimesMore;
        }
    }
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
