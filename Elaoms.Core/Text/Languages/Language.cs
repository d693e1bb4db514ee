using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Elaoms.Core.Text.Languages;

/// <summary>
/// What is known of a language: the sections of its file. A section begins with its name in brackets and holds phrases between commas or
/// line ends; <c>card|long number</c> stands for two of them, <c>one = 1</c> gives one a meaning. A section that the file lacks is empty.
/// </summary>
internal sealed class Language
{
    private readonly Dictionary<string, List<string>> _lines = new(StringComparer.Ordinal);

    private Language(string code) => Code = code;

    /// <summary>The ISO 639-1 code, which is the file's name.</summary>
    public string Code { get; }

    /// <summary>The sections of the file, in its order.</summary>
    public IReadOnlyCollection<string> Sections => _lines.Keys;

    /// <summary>Whether callers can be understood in it. Of other languages only single uses have words.</summary>
    public bool IsSpoken => _lines.ContainsKey("stop words");

    /// <summary>Words too common to tell one text from another; in lower case and without accents, as all that follow.</summary>
    public FrozenSet<string> StopWords => field ??= Words("stop words");

    /// <summary>Endings that are taken off, the first that fits; none where an algorithm does it.</summary>
    public string[] Endings => field ??= [.. Phrases("endings")];

    /// <summary>Forms that no rule about endings joins, with the word they stand for.</summary>
    public FrozenDictionary<string, string> BaseForms => field ??= Plain(Meanings("base forms"));

    /// <summary>The months, by name and short form, 1 to 12.</summary>
    public FrozenDictionary<string, int> Months => field ??= Plain(Numbers("months").Concat(Numbers("short months")));

    /// <summary>Words that say when something was or will be.</summary>
    public FrozenSet<string> TimeWords => field ??= Words("time words");

    /// <summary>What stands before a name.</summary>
    public FrozenSet<string> Titles =>
        field ??= Plain(Meanings("titles")).Keys.Concat(Words("further titles")).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What asks for a time: a single word at the beginning, several anywhere.</summary>
    public string[][] TimeQuestions => field ??= Split("search: time questions");

    /// <summary>What names the call before this one.</summary>
    public string[][] LastCall => field ??= Split("search: last call");

    /// <summary>Phrases that ask and are not asked for, such as <c>remind me</c>.</summary>
    public string[][] Wrappers => field ??= Split("search: wrappers");

    /// <summary>What a search calls the caller.</summary>
    public FrozenSet<string> CallerWords => field ??= Words("search: caller words");

    /// <summary>What a search calls the agent.</summary>
    public FrozenSet<string> AgentWords => field ??= Words("search: agent words");

    /// <summary>What stands between a day and its month.</summary>
    public FrozenSet<string> DateLinks => field ??= Words("search: date links");

    /// <summary>What stands between a month and its year.</summary>
    public FrozenSet<string> YearLinks => field ??= Words("search: year links");

    /// <summary>Months that are another word unless they are written with a capital.</summary>
    public FrozenSet<string> CapitalMonths => field ??= Words("search: capital months");

    /// <summary>Adds all that is known of the language to a hash.</summary>
    public void AppendTo(IncrementalHash hash)
    {
        foreach (var (section, lines) in _lines.OrderBy(section => section.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{Code} {section} {string.Join('\n', lines)}\n"));
    }

    /// <summary>Reads a language's file.</summary>
    /// <exception cref="InvalidDataException">A section has a name that nothing reads.</exception>
    public static Language Read(string code, TextReader file)
    {
        var language = new Language(code);
        List<string>? section = null;
        while (file.ReadLine()?.Trim() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var close = line[0] == '[' ? line.IndexOf(']', StringComparison.Ordinal) : -1;
            if (close > 0)
                section = language.Section(line[1..close]);
            else if (section is null)
                throw new InvalidDataException($"{code}.txt: '{line}' stands in no section.");
            if (close + 1 < line.Length)
                section!.Add(line[(close + 1)..]);
        }

        return language;
    }

    /// <summary>The phrases of a section, as they are written.</summary>
    public IEnumerable<string> Phrases(string section) => Phrases(section, Entries(section));

    /// <summary>The phrases of a section, as they are written, with what they stand for.</summary>
    public IEnumerable<KeyValuePair<string, string>> Meanings(string section) => Entries(section).SelectMany(entry =>
        entry.Split('=', StringSplitOptions.TrimEntries) is [{ Length: > 0 } phrases, { Length: > 0 } meaning]
            ? Alternatives(phrases).Select(phrase => KeyValuePair.Create(phrase, meaning))
            : throw Fault(section, entry));

    /// <summary>The phrases of a section, as they are written, with the numbers they stand for.</summary>
    public IEnumerable<KeyValuePair<string, int>> Numbers(string section) => Meanings(section).Select(one =>
        int.TryParse(one.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? KeyValuePair.Create(one.Key, number)
            : throw Fault(section, $"{one.Key} = {one.Value}"));

    /// <summary>The phrases of a section without case and accents.</summary>
    public FrozenSet<string> Words(string section) => Phrases(section).Select(WordReader.Plain).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Phrases without case and accents, with what they stand for: of two that are the same then, the first.</summary>
    public static FrozenDictionary<string, T> Plain<T>(IEnumerable<KeyValuePair<string, T>> meanings) => meanings
        .Select(one => KeyValuePair.Create(WordReader.Plain(one.Key), one.Value))
        .DistinctBy(one => one.Key, StringComparer.Ordinal)
        .ToFrozenDictionary(StringComparer.Ordinal);

    private IEnumerable<string> Phrases(string section, IEnumerable<string> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Contains('=', StringComparison.Ordinal))
                throw Fault(section, entry);
            foreach (var phrase in Alternatives(entry))
                yield return phrase;
        }
    }

    private string[][] Split(string section) => [.. Phrases(section).Select(phrase => WordReader.WordsOf(phrase).ToArray())];

    private List<string> Section(string name)
    {
        if (!LanguageSections.All.Contains(name))
            throw new InvalidDataException($"{Code}.txt: nothing reads a section [{name}].");
        if (!_lines.TryGetValue(name, out var lines))
            _lines.Add(name, lines = []);
        return lines;
    }

    private IEnumerable<string> Entries(string section)
    {
        if (!LanguageSections.All.Contains(section))
            throw new ArgumentException($"No file may have a section [{section}].", nameof(section));
        return _lines.TryGetValue(section, out var lines)
            ? lines.SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            : [];
    }

    private InvalidDataException Fault(string section, string entry) => new($"{Code}.txt: '{entry}' can't stand in [{section}].");

    // "number on|of my|your card" stands for four phrases.
    private static IEnumerable<string> Alternatives(string phrase)
    {
        var bar = phrase.IndexOf('|', StringComparison.Ordinal);
        if (bar < 0)
            return [phrase];
        var first = phrase.LastIndexOf(' ', bar) + 1;
        var end = phrase.IndexOf(' ', bar) is >= 0 and var blank ? blank : phrase.Length;
        return phrase[first..end].Split('|')
            .SelectMany(word => Alternatives(string.Concat(phrase.AsSpan(0, first), word, phrase.AsSpan(end))));
    }
}

/// <summary>
/// The names of the sections that a language's file may have. A name with a colon belongs to one use; all others are of the language
/// itself and are read by several. <c>en.txt</c> says what each is for.
/// </summary>
internal static class LanguageSections
{
    private static readonly (string Use, string Names)[] Groups =
    [
        ("", "stop words, telling words, endings, base forms, time words, months, short months, months in dates, titles, further titles"),
        ("", "numbers, tens, hundreds, thousands, number stems, digit words, joined numbers, number joiners, ordinals, centuries, repeats"),
        ("", "language names, signs in words"),
        ("search", "time questions, last call, wrappers, caller words, agent words, date links, year links, capital months"),
        ("calls", "greeting, filler, closing, identification, identity question, request, done aux, done, done phrase, not yet"),
        ("facts", "determiners, asking"),
        ("names", "never, seldom"),
        ("hidden caller", "hiding, negations, neutral, phrases"),
        ("redaction", "numbers, number fillers, number nouns, quantities, body units, day links, plus, is, links, conjunctions"),
        ("redaction", "card number, card number part, card, card code, card expiry, card ending, bank account, account number, bank"),
        ("redaction", "password, pin, code, code context, dial context, security answer, api key, seed phrase, passport, driving licence"),
        ("redaction", "national id, health number, body reading, phone, other number, measure, name, amount, last digits, unknown"),
        ("redaction", "questions, repeat prompts, continuers, not asking, no value, no value alone, value stops, answer openers"),
        ("redaction", "answer links, refusals, spelling, spelling with"),
        ("collected", "numbers, tens, links, zeros, ones, ordinal endings, compound endings, yes, no, plain yes, plain no, negations"),
        ("collected", "narration, allergies, channels"),
        ("injection", "harmless, command, override, forget, remove, rules, policy, total, prior, role, remember, authority, rank"),
        ("injection", "possessive, self, skip, check, fromnowon, everyone, obey, give, benefit, reveal, secret, note, nextagent, machine"),
        ("injection", "model, must, invoke, tool, grantme, already, dowithout, password, personal, otherperson, none, persona, story"),
        ("injection", "newrules, noname, key parts, key words"),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlySet<string> All { get; } = Groups
        .SelectMany(group => group.Names.Split(", ").Select(name => group.Use.Length == 0 ? name : $"{group.Use}: {name}"))
        .ToHashSet(StringComparer.Ordinal);
}
