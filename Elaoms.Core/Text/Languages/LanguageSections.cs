using System.Collections.Frozen;

namespace Elaoms.Core.Text.Languages;

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
        ("", "language names"),
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
    public static FrozenSet<string> All { get; } = Groups
        .SelectMany(group => group.Names.Split(", ").Select(name => group.Use.Length == 0 ? name : $"{group.Use}: {name}"))
        .ToFrozenSet(StringComparer.Ordinal);
}
