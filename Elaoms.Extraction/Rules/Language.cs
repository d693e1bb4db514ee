using System.Text;
using System.Text.RegularExpressions;
using Elaoms.Core.Text;
using Elaoms.Extraction.Rules.Slots;

namespace Elaoms.Extraction.Rules;

/// <summary>
/// The rules of a language, as its file has them. A section begins with a line in brackets. <c>[words: name]</c> lists words, or with <c>=</c> what they stand for;
/// <c>[guard: name]</c> lists what keeps words from stating anything; <c>[ask: key]</c> how an agent
/// asks for something, with the slot of an answer after <c>=</c>; <c>[summary: key]</c> what the platform's
/// summary of a call may state; any other section holds rules that state the facts
/// its heading names, or those after <c>=></c> on the line.
/// </summary>
internal sealed class Language
{
    private const string NoPlace = "(?!)";

    private static readonly Lazy<HashSet<string>> GivenNames = new(() => ResourceText.Lines(typeof(Language).Assembly, "Rules", "given-names.txt")
        .SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Select(Plain).ToHashSet(StringComparer.OrdinalIgnoreCase));

    private readonly Dictionary<string, Dictionary<string, string>> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RuleLine>> _guards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ISlot> _slots = new(StringComparer.Ordinal);
    private readonly List<AgentQuestion> _questions = [];
    private readonly string _clauseBeginning;
    private ExtractionWork? _work;

    private Language(string code, IReadOnlyList<(string Heading, string Line)> lines)
    {
        Code = code;
        foreach (var (heading, line) in lines.Where(line => line.Heading.StartsWith("words:", StringComparison.Ordinal)))
            AddWords(heading["words:".Length..].Trim(), line);
        // Bounded: it is tried at each place of a text, and would look back over a long run of signs from each of them.
        _clauseBeginning = $@"(?<=^\W{{0,12}}|[,;:.!?–—-]\s{{0,2}}|(?<![\p{{L}}])(?:{Alternatives("conjunctions")})\s{{1,2}})";
        Fillers = new Regex($@"(?:,\s*)?(?<![\p{{L}}'-])(?:{Alternatives("fillers")})(?![\p{{L}}'-])[,.…]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        foreach (var (heading, line) in lines.Where(line => !line.Heading.StartsWith("words:", StringComparison.Ordinal)))
            AddRule(heading, line);
        Name = Slot("name");
    }

    /// <summary>The ISO 639-1 code.</summary>
    public string Code { get; }

    /// <summary>The name of a person.</summary>
    public ISlot Name { get; }

    /// <summary>The rules that state facts.</summary>
    public List<RuleLine> Rules { get; } = [];

    /// <summary>Every expression of the language, for tests.</summary>
    internal IEnumerable<RuleLine> Everything => [.. Rules, .. OfSummary.Select(entry => entry.Rule), .. _questions.Select(question => question.Rule), .. _guards.Values.SelectMany(rules => rules)];

    /// <summary>What a summary of the call may state, by kind.</summary>
    public List<(string Key, RuleLine Rule)> OfSummary { get; } = [];

    /// <summary>What speakers put between words without meaning anything.</summary>
    public Regex Fillers { get; }

    /// <summary>Whether nouns are written with a capital as names are.</summary>
    public bool WritesNounsWithCapitals => Has("writing", "noun-capitals");

    /// <summary>Reads a language file.</summary>
    public static Language Read(string code)
    {
        var heading = "";
        var lines = new List<(string, string)>();
        foreach (var line in ResourceText.Lines(typeof(Language).Assembly, "Rules", code + ".txt"))
        {
            if (line.StartsWith('[') && line.EndsWith(']'))
                heading = line[1..^1];
            else
                lines.Add((heading, line));
        }

        return new Language(code, lines);
    }

    /// <summary>Whether a word is in common use as a given name.</summary>
    public static bool IsGivenName(string word) => GivenNames.Value.Contains(Plain(word));

    /// <summary>Whether a list has a word, or what is elided at its beginning: one that has <c>j'</c> has every word that begins so.</summary>
    public bool Has(string list, string word)
    {
        if (!_words.TryGetValue(list, out var words))
            return false;
        var lower = word.ToLowerInvariant();
        return words.ContainsKey(lower) || (lower.IndexOf('\'', StringComparison.Ordinal) is > 0 and var elision && words.ContainsKey(lower[..(elision + 1)]));
    }

    /// <summary>A list with what its words stand for.</summary>
    public IReadOnlyDictionary<string, string> Map(string list) => _words.GetValueOrDefault(list) ?? [];

    /// <summary>Whether a guard's words are in a text.</summary>
    public bool IsGuarded(string guard, string text)
        => _guards.TryGetValue(guard, out var rules) && RequiredWords.Of(text) is var words && rules.Exists(rule => rule.MayBeIn(words) && rule.IsIn(Counted(text)));

    /// <summary>Whether there is a guard of a name.</summary>
    public bool HasGuard(string guard) => _guards.ContainsKey(guard);

    /// <summary>Where in a text the words of a guard are.</summary>
    public IEnumerable<RuleMatch> Find(string guard, string text, SlotContext context)
        => _guards.TryGetValue(guard, out var rules) && RequiredWords.Of(text) is var words
            ? rules.Where(rule => rule.MayBeIn(words)).SelectMany(rule => rule.Matches(Counted(text), context))
            : [];

    /// <summary>Where in a text the rules that state facts are.</summary>
    public IEnumerable<RuleMatch> FindFacts(string text, SlotContext context)
        => RequiredWords.Of(text) is var words ? Rules.Where(rule => rule.MayBeIn(words)).SelectMany(rule => rule.Matches(Counted(text), context)) : [];

    /// <summary>What an agent asks for, each thing once.</summary>
    public IEnumerable<AgentQuestion> Asked(string text)
        => RequiredWords.Of(text) is var words ? _questions.Where(one => one.Rule.MayBeIn(words) && one.Rule.IsIn(Counted(text))).DistinctBy(one => (one.Key, one.Slot)) : [];

    /// <summary>The same language for one call, which counts the work of its rules.</summary>
    public Language For(ExtractionWork work)
    {
        var counting = (Language)MemberwiseClone();
        counting._work = work;
        return counting;
    }

    // Called for each rule that is tried.
    private string Counted(string text)
    {
        _work?.Add(text.Length);
        return text;
    }

    // All are made with the rules: a language is read by several threads.
    private ISlot Slot(string type)
    {
        if (!_slots.TryGetValue(type, out var slot))
            _slots[type] = slot = MakeSlot(type);
        return slot;
    }

    // Transcribers leave accents out.
    private static string Plain(string word) => string.Concat(word.EnumerateRunes().Select(rune => new Rune(LatinLetters.Base(rune.Value))));

    private ISlot MakeSlot(string type) => type switch
    {
        "name" => new NameSlot(),
        "endname" => new NameSlot(mustEnd: true),
        "weakname" => new NameSlot(isWeak: true),
        "othername" => new NameSlot(isOther: true),
        "knownname" => new NameSlot(mustBeKnown: true),
        "surname" => new NameSlot(mustBeSurname: true),
        "place" => new PlaceSlot(),
        "thing" => new PhraseSlot(7),
        "job" => new PhraseSlot(5, stops: "job stops", barred: "no jobs"),
        "knownjob" => new JobSlot(),
        "properjob" => new PhraseSlot(5, stops: "job stops", mustBeProper: true),
        "dish" => new PhraseSlot(5, without: ["diet words"]),
        "event" or "contract" => new LexiconSlot(Map(type), maxWordsBefore: 2),
        "org" => new PhraseSlot(5, stops: "org stops", barred: "no employers"),
        "properorg" => new PhraseSlot(4, stops: "org stops", barred: "no employers", mustBeProper: true),
        "single" => new PhraseSlot(4),
        "choice" => new PhraseSlot(7, barred: "no choices", without: ["channel", "language", "service words"]),
        "request" => new PhraseSlot(12, isWhole: true, stops: "request stops", barred: "no requests"),
        "when" => new PhraseSlot(7, isWhole: true, stops: "when stops"),
        "timephrase" => new TimeSlot("time openers", "time words"),
        "dayword" => new TimeSlot("day openers", "day words"),
        "daypart" => new DaySlot(),
        "address" => new StreetSlot(),
        "liking" => new PhraseSlot(7, barred: "no likings", without: ["service words"]),
        "allergen" => new PhraseSlot(7, without: ["no allergens"]),
        "manner" => new PhraseSlot(6, isWhole: true, without: ["service words"]),
        "whenready" => new TimeSlot("ready openers", minWords: 3, stops: _words.ContainsKey("ready stops") ? "ready stops" : "when stops"),
        "condition" => new PhraseSlot(12, isWhole: true, stops: "request stops"),
        "listing" => new PhraseSlot(6, isWhole: true, stops: "request stops"),
        "email" => new EmailSlot(),
        "phone" => new PhoneSlot(),
        "date" => new DateSlot(),
        "number" => new NumberSlot(Map("numbers")),
        "yearsago" => new NumberSlot(Map("numbers"), isYearsAgo: true),
        "year" => new YearSlot(),
        _ when _words.TryGetValue(type, out var words) => new LexiconSlot(words),
        _ => throw new InvalidDataException($"{Code}: there is no slot {{{type}}} and no list of that name."),
    };

    private void AddWords(string list, string line)
    {
        if (!_words.TryGetValue(list, out var words))
            _words[list] = words = new Dictionary<string, string>(StringComparer.Ordinal);
        var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
        var separator = parts.Length > 1 || line.Contains(',', StringComparison.Ordinal) ? "," : " ";
        foreach (var word in parts[0].Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            words[word.ToLowerInvariant()] = parts.Length > 1 ? parts[1] : word;
    }

    private void AddRule(string heading, string line)
    {
        var parts = line.Split("=>", 2, StringSplitOptions.TrimEntries);
        var colon = heading.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
        {
            var name = heading[(colon + 1)..].Trim();
            var rule = new RuleLine(parts[0], [], Slot, _clauseBeginning);
            if (heading.StartsWith("ask", StringComparison.Ordinal))
                _questions.Add(name.Split('=', StringSplitOptions.TrimEntries) is [var key, var type] ? new AgentQuestion(key, Slot(type), rule) : new AgentQuestion(name, Slot(name), rule));
            else if (heading.StartsWith("summary", StringComparison.Ordinal))
                OfSummary.Add((name, rule));
            else if (_guards.TryGetValue(name, out var rules))
                rules.Add(rule);
            else
                _guards[name] = [rule];
            return;
        }

        var actions = parts.Length > 1 ? parts[1].Split(';', StringSplitOptions.TrimEntries) : heading.Split(',', StringSplitOptions.TrimEntries);
        Rules.Add(new RuleLine(parts[0], [.. actions.Select(action => RuleAction.Parse(action, isOnly: actions.Length == 1))], Slot, _clauseBeginning));
    }

    private string Alternatives(string list)
        => _words.TryGetValue(list, out var words) ? string.Join('|', words.Keys.OrderByDescending(word => word.Length).Select(Regex.Escape)) : NoPlace;
}
