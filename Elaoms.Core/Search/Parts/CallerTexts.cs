using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Search.Parts;

/// <summary>
/// All that can be found of a caller, as one: the memories of the parts, and what the platform's analysis says. A turn that states a fact
/// is also found by the fact's words: a query for where the caller lives finds "we've moved to Oslo".
/// </summary>
internal sealed class CallerTexts
{
    private readonly PartIndex[] _parts;
    private readonly int[] _firstTexts;
    private readonly int[] _firstCalls;
    private readonly List<FactMemory> _facts;
    private readonly IReadOnlyList<CurrentFact> _current;
    private readonly Predicate<Fact> _isOver;
    private readonly TextOfCall[] _texts;
    private readonly List<int> _callLengths = [];
    private readonly List<DateTimeOffset> _callTimes = [];
    private readonly Dictionary<string, List<Posting>> _ofFacts = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _said = [];
    private readonly ConcurrentDictionary<int, (string[] Over, bool IsOver)> _over = [];

    /// <summary>Joins the parts.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="caller">What is known of the caller.</param>
    /// <param name="isOver">Whether a fact that was said holds no more.</param>
    /// <param name="languages">The languages that callers may speak.</param>
    public CallerTexts(IReadOnlyList<PartIndex> parts, CallerDigest caller, Predicate<Fact> isOver, LanguageSet languages)
    {
        (_current, _isOver) = (caller.Current, isOver);
        var counts = parts.Select(part => part.Languages).Aggregate(LanguageCounts.Of([], languages), (all, part) => all.And(part));
        var beside = counts.Beside(languages);
        _parts = [.. parts.Select(part => part.Beside(beside, languages))];
        Terms = new Terms(languages, beside);
        _firstTexts = [.. Begins(_parts.Select(part => part.Texts.Length))];
        _firstCalls = [.. Begins(_parts.Select(part => part.Calls.Count))];
        _facts = [.. _current.Where(fact => fact.Source.Turn is null).Select((fact, place) => new FactMemory(fact, place))];
        _texts = new TextOfCall[_firstTexts[^1] + _facts.Count];
        var names = new NameUses();
        for (var part = 0; part < _parts.Length; part++)
            Add(part, names);
        AddFacts();
        Names = new SpeakerNames(names, caller.Profile.Name);
        var lengths = 0L;
        foreach (var text in _texts)
            lengths += text.Length;
        AverageLength = Math.Max(1, (double)lengths / Math.Max(1, _texts.Length));
        AverageCallLength = Math.Max(1, (double)lengths / Math.Max(1, _callLengths.Count));
        LastCall = _callTimes.Count == 0 ? -1 : _parts.SelectMany(part => part.Calls).Index()
            .MaxBy(call => call.Item.Place).Index;
    }

    /// <summary>The parts.</summary>
    public IReadOnlyList<PartIndex> Parts => _parts;

    /// <summary>Turns words into terms.</summary>
    public Terms Terms { get; }

    /// <summary>The names of both sides.</summary>
    public SpeakerNames Names { get; }

    /// <summary>The texts.</summary>
    public ReadOnlySpan<TextOfCall> Texts => _texts;

    /// <summary>How many terms each call has.</summary>
    public IReadOnlyList<int> CallLengths => _callLengths;

    /// <summary>When each call began.</summary>
    public IReadOnlyList<DateTimeOffset> CallTimes => _callTimes;

    /// <summary>How many terms a text has.</summary>
    public double AverageLength { get; }

    /// <summary>How many terms a call has.</summary>
    public double AverageCallLength { get; }

    /// <summary>The call that began last; -1 when there is none.</summary>
    public int LastCall { get; }

    /// <summary>The texts that have a term, each with how often, those of a part in order.</summary>
    public List<Posting> Find(string term)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Text.WordReader.MaxLength)];
        var wanted = utf8[..Encoding.UTF8.GetBytes(term, utf8)];
        // A caller's commonest word stands in many thousands of texts: a list that grows would be copied again and again.
        var (places, total) = (ArrayPool<Range>.Shared.Rent(_parts.Length), 0);
        for (var part = 0; part < _parts.Length; part++)
        {
            places[part] = _parts[part].Find(wanted);
            total += places[part].End.Value - places[part].Start.Value;
        }

        var found = new List<Posting>(total);
        for (var part = 0; part < _parts.Length; part++)
        {
            foreach (var packed in _parts[part].Postings(places[part]))
            {
                var (text, count) = Posting.Unpack(packed);
                found.Add(new Posting(_firstTexts[part] + text, count));
            }
        }

        ArrayPool<Range>.Shared.Return(places);

        foreach (var posting in _ofFacts.GetValueOrDefault(term) ?? [])
        {
            var at = CollectionsMarshal.AsSpan(found).BinarySearch(new PlaceOf(posting.Text));
            if (at >= 0)
                found[at] = new Posting(posting.Text, found[at].Count + posting.Count);
            else
                found.Insert(~at, posting);
        }

        return found;
    }

    /// <summary>Stands for speaker and words of a text; 0 for nobody's words.</summary>
    public ulong SaidAt(int text) => PartOf(text) is { } part ? _parts[part].Texts[text - _firstTexts[part]].Said : 0;

    /// <summary>The score of a text for a query that asks for nothing.</summary>
    public double AboutAt(int text) => PartOf(text) is { } part
        ? _parts[part].Texts[text - _firstTexts[part]].About
        : _facts[text - _firstTexts[^1]].Fact.Confidence == FactConfidence.Unconfirmed ? 0 : 1;

    /// <summary>When a text was said, to the millisecond.</summary>
    public DateTimeOffset TimeAt(int text) => PartOf(text) is { } part
        ? _parts[part].Calls[_parts[part].Texts[text - _firstTexts[part]].Call].StartedAt
            .AddMilliseconds(_parts[part].Texts[text - _firstTexts[part]].AfterMs)
        : _facts[text - _firstTexts[^1]].Memory.Time;

    /// <summary>The memory of a text, with what is to be told of it.</summary>
    public RankedMemory MemoryAt(int text)
    {
        if (PartOf(text) is not { } part)
        {
            var fact = _facts[text - _firstTexts[^1]];
            return new RankedMemory(fact.Memory, fact.Fact.Count, []) { Fact = fact.Fact };
        }

        var memory = _parts[part].MemoryAt(text - _firstTexts[part]);
        var (over, isOver) = OverIn(text);
        // What is over is a memory of that day, as whatever else was said.
        return new RankedMemory(
            isOver ? memory with { Sector = Sector.Episodic, Salience = Salience.Low } : memory, _said.GetValueOrDefault(text, 1), over);
    }

    /// <summary>How much a text matters, 0..1.</summary>
    public double SalienceAt(int text)
    {
        if (PartOf(text) is not { } part)
            return _facts[text - _firstTexts[^1]].Memory.Salience;
        return OverIn(text).IsOver ? (float)Salience.Low : _parts[part].Texts[text - _firstTexts[part]].Salience;
    }

    /// <summary>The id of a text's memory.</summary>
    public string IdAt(int text) => PartOf(text) is { } part
        ? _parts[part].IdAt(text - _firstTexts[part])
        : _facts[text - _firstTexts[^1]].Memory.Id;

    /// <summary>Compares two texts by their places: by conversation, and by turn within one.</summary>
    public int ComparePlaces(int text, int other)
        => _texts[text].Call == _texts[other].Call
            ? text.CompareTo(other)
            : string.CompareOrdinal(ConversationAt(text), ConversationAt(other));

    // What the turns state, also what holds no more.
    private Dictionary<int, List<Fact>> Stated => field ??= ReadStated();

    private string ConversationAt(int text) => PartOf(text) is { } part
        ? _parts[part].Calls[_texts[text].Call - _firstCalls[part]].ConversationId
        : _facts[text - _firstTexts[^1]].Memory.ConversationId;

    // Null for what is made of a fact.
    private int? PartOf(int text)
    {
        if (text >= _firstTexts[^1])
            return null;
        var at = Array.BinarySearch(_firstTexts, text);
        if (at < 0)
            return ~at - 1;
        // Parts without texts begin where the next one does.
        while (_firstTexts[at + 1] == text)
            at++;
        return at;
    }

    private void Add(int part, NameUses names)
    {
        var (index, firstText, firstCall) = (_parts[part], _firstTexts[part], _firstCalls[part]);
        index.AddNames(names);
        foreach (var call in index.Calls)
        {
            _callLengths.Add(0);
            _callTimes.Add(call.StartedAt);
        }

        var texts = index.Texts;
        for (var i = 0; i < texts.Length; i++)
        {
            ref readonly var text = ref texts[i];
            _texts[firstText + i] = new TextOfCall(
                firstCall + text.Call, text.Length, text.By, text.IsTurn, text.Has(TextTraits.Asks), text.Has(TextTraits.TellsTime));
            _callLengths[firstCall + text.Call] += text.Length;
        }
    }

    private void AddFacts()
    {
        var wanted = _current.Select(fact => fact.Source.ConversationId).ToHashSet(StringComparer.Ordinal);
        var places = new Dictionary<string, (int Part, int Call)>(StringComparer.Ordinal);
        for (var part = 0; part < _parts.Length && wanted.Count > 0; part++)
        {
            for (var call = 0; call < _parts[part].Calls.Count; call++)
            {
                if (wanted.Contains(_parts[part].Calls[call].ConversationId))
                    places[_parts[part].Calls[call].ConversationId] = (part, call);
            }
        }

        var reader = new TermReader(Terms);
        for (var i = 0; i < _facts.Count; i++)
        {
            var (memory, fact) = (_facts[i].Memory, _facts[i].Fact);
            var text = _firstTexts[^1] + i;
            _texts[text] = new TextOfCall(
                CallOf(memory.ConversationId, fact.LastSaid),
                Length: 0,
                SpeakerSide.Neither,
                IsTurn: false,
                TextSigns.Asks(memory.Text),
                TellsTime: false);
            AddWords(text, FactText.SearchWords(fact), reader);
        }

        foreach (var fact in _current)
        {
            if (!places.TryGetValue(fact.Source.ConversationId, out var at) || TextOf(at, fact.Source.Turn) is not { } text)
                continue;
            AddWords(text, FactText.SearchWords(fact), reader);
            _said[text] = Math.Max(_said.GetValueOrDefault(text, 1), fact.Count);
        }

        int CallOf(string conversation, DateTimeOffset lastSaid)
        {
            if (places.TryGetValue(conversation, out var at))
                return _firstCalls[at.Part] + at.Call;
            // Its part is not at hand.
            _callLengths.Add(0);
            _callTimes.Add(lastSaid);
            return _callLengths.Count - 1;
        }
    }

    private int? TextOf((int Part, int Call) at, int? turn)
    {
        var texts = _parts[at.Part].Texts;
        for (var (low, high) = (0, texts.Length - 1); low <= high;)
        {
            var middle = (low + high) >>> 1;
            var order = (texts[middle].Call, texts[middle].Turn).CompareTo((at.Call, turn ?? -1));
            if (order == 0)
                return _firstTexts[at.Part] + middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private void AddWords(int text, string words, TermReader reader)
    {
        var (terms, tellsTime) = reader.Read(words);
        foreach (var term in terms.CountBy(term => term, StringComparer.Ordinal))
        {
            ref var ofTerm = ref CollectionsMarshal.GetValueRefOrAddDefault(_ofFacts, term.Key, out _);
            ofTerm ??= [];
            ofTerm.Add(new Posting(text, term.Value));
        }

        var before = _texts[text];
        _texts[text] = before with { Length = before.Length + terms.Count, TellsTime = before.TellsTime || tellsTime };
        _callLengths[before.Call] += terms.Count;
    }

    // Texts of equal scores are compared by this, and there can be many.
    private (string[] Over, bool IsOver) OverIn(int text)
    {
        if (!StatesFact(text) || !Stated.TryGetValue(text, out var stated))
            return ([], false);
        return _over.GetOrAdd(text, _ =>
        {
            string[] over = [.. stated.Where(fact => _isOver(fact)).Select(fact => fact.Value)];
            return (over, over.Length > 0 && over.Length == stated.Count);
        });
    }

    private bool StatesFact(int text)
        => PartOf(text) is { } part && _parts[part].Texts[text - _firstTexts[part]].Has(TextTraits.StatesFact);

    private Dictionary<int, List<Fact>> ReadStated()
    {
        var stated = new Dictionary<int, List<Fact>>();
        for (var part = 0; part < _parts.Length; part++)
        {
            var calls = MemoryLines.PlacesOf(_parts[part].Calls);
            foreach (var fact in _parts[part].ReadFacts())
            {
                if (fact is not { Ends: false, Source.Turn: { } turn }
                    || !calls.TryGetValue(fact.Source.ConversationId, out var call)
                    || TextOf((part, call), turn) is not { } text)
                    continue;
                ref var ofText = ref CollectionsMarshal.GetValueRefOrAddDefault(stated, text, out _);
                ofText ??= [];
                ofText.Add(fact);
            }
        }

        return stated;
    }

    private static IEnumerable<int> Begins(IEnumerable<int> lengths)
    {
        var begin = 0;
        yield return begin;
        foreach (var length in lengths)
            yield return begin += length;
    }

    private readonly struct PlaceOf(int text) : IComparable<Posting>
    {
        public int CompareTo(Posting other) => text.CompareTo(other.Text);
    }
}

/// <summary>What ranking needs of a text.</summary>
/// <param name="Call">The number of its call.</param>
/// <param name="Length">How many terms it has.</param>
/// <param name="By">The side that said it.</param>
/// <param name="IsTurn">Whether it is a turn.</param>
/// <param name="Asks">Whether it is a question.</param>
/// <param name="TellsTime">Whether it tells a time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextOfCall(int Call, int Length, SpeakerSide By, bool IsTurn, bool Asks, bool TellsTime);
