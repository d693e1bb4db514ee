using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Elaoms.Core.Text;

namespace Elaoms.Core.Search.Parts;

/// <summary>
/// Counts how each side uses words with a capital: as an address, which stands between a comma or greeting and the end of a phrase
/// ("Thanks, Mel!"), or otherwise.
/// </summary>
internal sealed class NameUses
{
    private readonly Dictionary<string, Uses> _uses = new(StringComparer.Ordinal);

    /// <summary>The words that one side calls the other by.</summary>
    public IEnumerable<(string Word, SpeakerSide By)> Addresses()
    {
        foreach (var (word, uses) in _uses)
        {
            if (uses.IsAddressBy(SpeakerSide.Caller))
                yield return (word, SpeakerSide.Caller);
            else if (uses.IsAddressBy(SpeakerSide.Agent))
                yield return (word, SpeakerSide.Agent);
        }
    }

    /// <summary>How many words there are.</summary>
    public int Count() => _uses.Count;

    /// <summary>Counts the words of a text.</summary>
    public void Count(string text, SpeakerSide by)
    {
        if (by == SpeakerSide.Neither)
            return;
        var looked = _uses.GetAlternateLookup<ReadOnlySpan<char>>();
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
            CollectionsMarshal.GetValueRefOrAddDefault(looked, reader.Word, out _).Add(by, address);
        }
    }

    /// <summary>Writes the counts.</summary>
    public void Write(ArrayBufferWriter<byte> output)
    {
        foreach (var (word, uses) in _uses.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var name = Encoding.UTF8.GetBytes(word);
            var entry = output.GetSpan(sizeof(ushort) + name.Length + Unsafe.SizeOf<Uses>());
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)name.Length);
            name.CopyTo(entry[sizeof(ushort)..]);
            MemoryMarshal.Write(entry[(sizeof(ushort) + name.Length)..], uses);
            output.Advance(sizeof(ushort) + name.Length + Unsafe.SizeOf<Uses>());
        }
    }

    /// <summary>Adds the counts that were written.</summary>
    public void Read(ReadOnlySpan<byte> written, int count)
    {
        var looked = _uses.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> word = stackalloc char[WordReader.MaxLength];
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(written);
            var read = Encoding.UTF8.GetChars(written.Slice(sizeof(ushort), length), word);
            CollectionsMarshal.GetValueRefOrAddDefault(looked, word[..read], out _)
                .Add(MemoryMarshal.Read<Uses>(written[(sizeof(ushort) + length)..]));
            written = written[(sizeof(ushort) + length + Unsafe.SizeOf<Uses>())..];
        }
    }

    private static bool IsEndOfSentence(char sign) => sign is '.' or '!' or '?' or '…';

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private record struct Uses(int ByCaller, int ByAgent, int AddressesByCaller, int AddressesByAgent)
    {
        private const int LeastTimes = 3;

        // Whom both address is a third person.
        private const int TimesMore = 5;

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

        public void Add(Uses other)
        {
            ByCaller += other.ByCaller;
            ByAgent += other.ByAgent;
            AddressesByCaller += other.AddressesByCaller;
            AddressesByAgent += other.AddressesByAgent;
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
