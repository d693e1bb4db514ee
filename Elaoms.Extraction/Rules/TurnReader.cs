using System.Text.RegularExpressions;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records.Facts;
using Elaoms.Extraction.Rules.Values;

namespace Elaoms.Extraction.Rules;

/// <summary>Reads one turn of a caller: statements by the rules, answers, and names that stand alone or are spelled.</summary>
internal sealed class TurnReader(
    SpokenText text, LanguageRules language, AgentQuestion question, bool isEarly, NameOfCall name, ExtractionWork work)
{
    private const int MaxWordsToValue = 6;
    private const int MaxCorrection = 60;

    // Nobody says a thing of themselves more often in one turn, and each may be looked at up to the turn's end.
    private const int MaxMatches = 8;
    private const int MaxGuarded = 200;
    private const string Feeling = "feels_";

    private readonly List<FoundFact> _found = [];

    /// <summary>Whether the turn says nothing but "yes", "okay" and the like.</summary>
    public bool IsBackchannel => AreAll(text, 0, "backchannel", language);

    /// <summary>Whether all words from one on are in a list.</summary>
    public static bool AreAll(SpokenText text, int from, string list, LanguageRules language)
    {
        for (var word = from; word < text.Words.Count; word++)
        {
            if (!language.Has(list, text.LowerOf(text.Words[word])))
                return false;
        }

        return true;
    }

    /// <summary>What the turn says of the caller, in the order of its words.</summary>
    public List<FoundFact> Read()
    {
        if (text.Words.Count == 0)
            return _found;
        foreach (var rule in language.Statements.Of(text))
        {
            work.Add(text.Text.Length);
            foreach (var (kind, match, group) in rule.Find(text.Lower).Take(MaxMatches))
                ReadStatement(kind, match, group);
        }

        ReadAnswers();
        ReadAlone();
        ReadSpelled();
        // "It's Sarah, not Sara": what is no name, or stands beside none, ends none.
        _found.RemoveAll(one => one.Ends && one.Key == FactKinds.Name.Key
            && !_found.Exists(other => other.IsName && SpelledNames.IsLike(other.Value, one.Value)));
        RemoveJokes();
        return [.. _found.OrderBy(one => one.Start).ThenBy(one => one.Ends ? 0 : 1)];
    }

    private void ReadStatement(string kind, Match match, Group group)
    {
        if (kind.StartsWith(Feeling, StringComparison.Ordinal))
            _found.Add(new FoundFact(
                TurnKind.Emotion, kind[Feeling.Length..], group.Index, group.Index + group.Length, FactBasis.SelfIdentified));
        else if (kind == "relation")
            _found.Add(new FoundFact(TurnKind.Reflection, "yes", group.Index, group.Index + group.Length, FactBasis.SelfIdentified));
        else if (!IsGuarded(kind, match))
            ReadFact(kind, group, FactBasis.SelfIdentified);
    }

    private void ReadFact(string kind, Group group, FactBasis basis)
    {
        var word = text.WordAt(group.Index);
        switch (kind)
        {
            case "name" or NameOfCall.GivenName or NameOfCall.Surname:
                AddName(kind, NameReader.Read(text, word, NameCertainty.Sure, language), basis);
                break;
            case "closed_name":
                var closed = NameReader.Read(text, word, NameCertainty.Likely, language);
                if (closed is not null && closed.End >= group.Index + group.Value.TrimEnd().Length)
                    AddName("name", closed, basis);
                break;
            // "Who was it you were calling?" - "It's Peter Sutton."
            case "it_name" when question.AsksOther || (question.Asks("email") && !AsksName):
                break;
            case "weak_name" or "it_name":
                var weak = NameReader.Read(text, word, AsksName ? NameCertainty.Likely : NameCertainty.Any, language);
                AddName("name", weak, weak is null || question.Asks("name") || IsKnown(weak, word) ? basis : FactBasis.BareWord);
                break;
            // "Sure, Sam, I am Olivia Jacob", as an answer and without commas.
            case "asked_name":
                var asked = AsksName ? NameReader.Read(text, word, NameCertainty.Likely, language) : null;
                AddName("name", asked is not null && IsKnown(asked, word) ? asked : null, basis);
                break;
            case "preferred_name":
                Add(kind, NameReader.Read(text, word, NameCertainty.Likely, language), basis);
                break;
            case "not_name":
                AddEnd("name", NameReader.Read(text, word, NameCertainty.Likely, language));
                break;
            case "email" or "phone" or "address" or "birthday":
                Add(kind, Value(kind, word, isNext: true, wasAsked: question.Asks(kind)), basis);
                break;
            case "preferred_language":
                Add(kind, Meaning("language", group), basis);
                break;
            case "no_phone":
                Add("no_contact_by", new FoundValue("phone", group.Index, group.Index + group.Length), basis);
                break;
            case "preferred_contact" or "no_contact_by":
                Add(kind, Meaning("channel", group), basis);
                break;
            default:
                // "ends_phone": whatever it was. Who has moved lives in another town, or street.
                if (kind == "ends_address")
                    _found.Add(new FoundFact(FactKinds.Home.Key, "", group.Index, group.Index + group.Length, basis, Ends: true));
                _found.Add(new FoundFact(kind["ends_".Length..], "", group.Index, group.Index + group.Length, basis, Ends: true));
                break;
        }
    }

    private void ReadAnswers()
    {
        // First: it is no part of an address that comes behind it.
        ReadNameAnswer();
        foreach (var kind in (ReadOnlySpan<string>)["email", "phone", "address", "birthday"])
        {
            // "And the address?" may be answered by one for e-mail.
            if (!(question.Asks(kind) || (kind == "email" && question.Asks("address")))
                || _found.Exists(one => one.Key == kind && !one.Ends))
                continue;
            var value = Value(kind, kind is "address" or "email" ? AfterLead(0, "lead") : 0, isNext: false, wasAsked: true);
            if (value is not null && !_found.Exists(one => one.Key == "email" && one.Start >= value.Start && one.Start < value.End))
                Add(kind, value, FactBasis.Answered);
        }

        if (question.Asks("preferred_language"))
            AddMeant("preferred_language", "language");
        if (question.Asks("preferred_contact"))
            AddMeant("preferred_contact", "channel");
    }

    private void ReadNameAnswer()
    {
        var kind = new[] { "name", "caller", NameOfCall.GivenName, NameOfCall.Surname }.FirstOrDefault(question.Asks);
        if (kind is null || _found.Exists(one => one.IsName) || (question.Asks("spelling") && SpelledNames.In(text, language).Any()))
            return;
        if (NameAnswer() is not var (found, first))
            return;
        var isSure = kind != "caller" || question.Asks("name") || IsKnown(found, first);
        AddName(kind == "caller" ? "name" : kind, found, isSure ? FactBasis.Answered : FactBasis.BareWord);
    }

    // The answer begins with the name, or says it after a pause: there only what is surely a name counts.
    private (FoundValue Name, int Word)? NameAnswer()
    {
        (FoundValue, int)? atBeginning = null;
        for (var word = 0; word < text.Words.Count; word = NextPart(word))
        {
            var first = AfterLead(word, "lead");
            if (first == text.Words.Count || NameReader.Read(text, first, NameCertainty.Sure, language) is not { } found
                || IsQuestion(found.Start, found.End))
                continue;
            if (GivenNames.Has(found.Value.Split(' ')[0])
                && (word == 0 && question.IsNameFirst || IsPartEnd(found.End) || found.Value.Contains(' ', StringComparison.Ordinal)))
                return (found, first);
            if (word == 0 && question.IsNameFirst)
                atBeginning = (found, first);
        }

        return atBeginning;
    }

    // "Hi, Joanne Petrie. Could somebody call me back?", or an e-mail address and nothing else.
    private void ReadAlone()
    {
        if (!question.AsksOther && !_found.Exists(one => one.Key == "email") && EmailReader.ReadWritten(text, 0) is { Start: 0 } email
            && email.End >= text.Text.TrimEnd('.', ' ').Length)
            Add("email", email, FactBasis.BareWord);
        // "Not Boyle. Katherine Boylan." corrects what was said before.
        var isCorrected = _found.Exists(one => one.Ends && one.Key == FactKinds.Name.Key);
        if ((name.Name is not null && !isCorrected) || _found.Exists(one => one.IsName))
            return;
        // After a question for something else, what comes first answers that.
        for (var word = question.AsksOther ? NextSentence(0) : 0; word < text.Words.Count; word = NextSentence(word))
        {
            var first = word == 0 ? AfterLead(word, "greetings") : word;
            if (first < text.Words.Count && NameReader.Read(text, first, NameCertainty.Any, language) is { } found
                && found.Value.Contains(' ', StringComparison.Ordinal) && IsFullName(found)
                && !_found.Exists(one => one.Start < found.End && found.Start < one.End)
                && (IsPartEnd(found.End) || (isEarly && word == 0)) && !IsQuestion(found.Start, found.End))
            {
                AddName(
                    isCorrected ? FactKinds.Name.Key : NameOfCall.Bare, found, isCorrected ? FactBasis.SelfIdentified : FactBasis.BareWord);
                return;
            }
        }
    }

    // "Olive oil brownie" begins with a given name: where anything may be said, a third word needs a capital.
    private bool IsFullName(FoundValue found)
    {
        var words = found.Value.Split(' ');
        return GivenNames.Has(words[0]) && (words.Length <= 2 || char.IsUpper(text.Text[text.Words[text.WordAt(found.End) - 1].Start]));
    }

    private void ReadSpelled()
    {
        foreach (var spelled in SpelledNames.In(text, language))
        {
            var at = _found.FindLastIndex(one => one.IsName);
            if (at >= 0)
            {
                if (SpelledNames.IsLike(_found[at].Value, spelled.Value))
                    _found[at] = _found[at] with
                    {
                        Value = SpelledNames.Replace(_found[at].Value, spelled.Value),
                        Basis = FactBasis.Spelled,
                    };
            }
            else if (name.Name is not null && SpelledNames.IsLike(name.Name, spelled.Value))
            {
                var whole = SpelledNames.Replace(name.Name, spelled.Value);
                // What is spelled as it was heard says nothing new, unless the name is said beside it.
                if (whole != name.Name || text.Lower.Contains(whole.ToLowerInvariant(), StringComparison.Ordinal))
                    _found.Add(new FoundFact("name", whole, spelled.Start, spelled.End, FactBasis.Spelled));
            }
            else if (question.Asks("name") || question.Asks(NameOfCall.Surname) || question.Asks("spelling") && name.Name is null
                || language.IsGuarded("spelled_name", text.Lower))
            {
                _found.Add(new FoundFact(
                    question.Asks(NameOfCall.Surname) ? NameOfCall.Surname : "name",
                    spelled.Value,
                    spelled.Start,
                    spelled.End,
                    FactBasis.Spelled));
            }
        }
    }

    // What is said before "just kidding" wasn't meant.
    private void RemoveJokes()
    {
        if (_found.Count > 0 && language.Guard("joke").LastIn(text.Lower) is > 0 and var joke)
            _found.RemoveAll(one => one.Start < joke);
    }

    private FoundValue? Value(string kind, int word, bool isNext, bool wasAsked) => kind switch
    {
        "email" => Email(word, isNext),
        "phone" => PhoneReader.Read(text, word, isNext, language),
        "address" => Address(word, wasAsked),
        _ => BirthdayReader.Read(text, word, isNext, language),
    };

    private FoundValue? Email(int word, bool isNext)
    {
        var start = word < text.Words.Count ? text.Words[word].Start : text.Text.Length;
        var written = EmailReader.ReadWritten(text, isNext ? start : 0);
        if (written is not null && (!isNext || text.WordAt(written.Start) - word <= MaxWordsToValue))
            return written;
        for (var part = word; part < text.Words.Count; part = NextPart(part))
        {
            if (EmailReader.ReadSpoken(text, part, language) is { } spoken)
                return spoken;
        }

        return null;
    }

    private FoundValue? Address(int word, bool wasAsked)
    {
        word = AfterLead(word, "lead");
        if (word >= text.Words.Count)
            return null;
        // "Jack Smith, 12 High Street": the name is no part of it.
        if (wasAsked && _found.Find(one => one.IsName) is { } known && known.Start <= text.Words[word].Start)
            word = Math.Max(word, AfterLead(text.WordAt(known.End), "lead"));
        return word < text.Words.Count ? AddressReader.Read(text, word, wasAsked, language) : null;
    }

    private FoundValue? Meaning(string list, Group group)
        => language.Map(list).TryGetValue(group.Value, out var meaning)
            ? new FoundValue(meaning, group.Index, group.Index + group.Length)
            : null;

    private void AddMeant(string kind, string list)
    {
        var word = AfterLead(0, "lead");
        if (_found.Exists(one => one.Key == kind) || word == text.Words.Count)
            return;
        var (start, end) = (text.Words[word].Start, text.Words[word].End);
        if (language.Map(list).TryGetValue(text.Lower[start..end], out var meaning) && !IsQuestion(start, end))
            Add(kind, new FoundValue(meaning, start, end), FactBasis.Answered);
    }

    private void AddName(string kind, FoundValue? found, FactBasis basis)
    {
        if (found is null || IsOthers(found.End))
            return;
        found = Whole(found);
        Add(kind, Corrected(found, word => NameReader.Read(text, word, NameCertainty.Sure, language)), basis);
    }

    // "Robert, Robert Jones", "Gemma. Gemma Stokes-Reilly": says the name again, whole.
    private FoundValue Whole(FoundValue found)
    {
        for (var word = text.WordAt(found.End); word < text.Words.Count; word = NextPart(word))
        {
            if (text.Before(word) is not (" " or "-") && NameReader.Read(text, word, NameCertainty.Sure, language) is { } again
                && again.Value.Length > found.Value.Length && NameOfCall.Has(again.Value, found.Value))
                return again;
        }

        return found;
    }

    private void Add(string kind, FoundValue? found, FactBasis basis)
    {
        if (found is null)
            return;
        if (kind is "email" or "phone" or "birthday")
            found = Corrected(found, word => Value(kind, word, isNext: true, wasAsked: true));
        _found.RemoveAll(one => one.Key == kind && !one.Ends && one.Start == found.Start);
        _found.Add(new FoundFact(kind, found.Value, found.Start, found.End, basis));
    }

    private void AddEnd(string kind, FoundValue? found)
    {
        if (found is not null)
            _found.Add(new FoundFact(kind, found.Value, found.Start, found.End, FactBasis.SelfIdentified, Ends: true));
    }

    // "Bergen, no, sorry, Oslo" means the second.
    private FoundValue Corrected(FoundValue found, Func<int, FoundValue?> read)
    {
        var word = text.WordAt(found.End);
        if (word == text.Words.Count)
            return found;
        var start = text.Words[word].Start;
        var length = Math.Min(MaxCorrection, text.Lower.Length - start);
        work.Add(length);
        if (language.Guard("correction").At(text.Lower, start, length) is not { } correction)
            return found;
        var next = text.WordAt(start + correction.Length);
        return next < text.Words.Count ? read(next) ?? found : found;
    }

    // "Jane Smith is my wife."
    private bool IsOthers(int end)
        => text.WordAt(end) is var word && word < text.Words.Count && text.Before(word).IndexOfAny('.', '?', '!') < 0
            && text.Words[word].Start is var start
            && language.Guard("others").At(text.Lower, start, Math.Min(MaxCorrection, text.Lower.Length - start)) is not null;

    private bool IsGuarded(string kind, Match match)
    {
        var start = SentenceStart(match.Index);
        start = Math.Max(start, match.Index - MaxGuarded);
        var before = text.Lower.AsSpan(start, match.Index - start);
        work.Add(before.Length);
        var isWish = kind is "preferred_language" or "preferred_contact" or "no_contact_by" or "no_phone";
        var clause = text.Lower.AsSpan(ClauseStart(start, match.Index)..match.Index);
        if ((!isWish && language.IsGuarded("supposed", clause)) || language.IsGuarded("reported", before))
            return true;
        return !isWish && IsQuestion(match.Index, match.Index + match.Length);
    }

    // Callers say who they are and then ask in one breath. The question is the last clause, or all of a sentence that begins as one.
    private bool IsQuestion(int start, int end)
    {
        var mark = text.Text.AsSpan(end).IndexOfAny('?', '.', '!');
        while (mark >= 0 && text.Text[end + mark] == '.' && end + mark + 1 < text.Text.Length && text.Text[end + mark + 1] != ' ')
            mark = text.Text.AsSpan(end + mark + 1).IndexOfAny('?', '.', '!') is >= 0 and var next ? mark + 1 + next : -1;
        if (mark < 0 || text.Text[end + mark] != '?')
            return false;
        var sentence = SentenceStart(start);
        if (language.IsGuarded("question", text.Lower.AsSpan(sentence, end - sentence)))
            return true;
        return !language.IsGuarded("new_clause", text.Lower.AsSpan(end, mark));
    }

    private int ClauseStart(int start, int at)
        => text.Text.AsSpan(start, at - start).LastIndexOfAny(",;:") is >= 0 and var pause ? start + pause + 1 : start;

    private int SentenceStart(int at)
    {
        var start = text.Text.AsSpan(0, at).LastIndexOfAny('.', '?', '!');
        while (start > 0 && start + 1 < text.Text.Length && text.Text[start + 1] != ' ')
            start = text.Text.AsSpan(0, start).LastIndexOfAny('.', '?', '!');
        return start + 1;
    }

    private int AfterLead(int word, string list)
    {
        while (word < text.Words.Count && language.Has(list, text.LowerOf(text.Words[word])))
            word++;
        return word;
    }

    // The word after the next pause, or after the word for "and".
    private int NextPart(int word)
    {
        for (word++; word < text.Words.Count; word++)
        {
            if (text.Before(word) is not (" " or "-") || language.Has("and", text.LowerOf(text.Words[word - 1])))
                return word;
        }

        return word;
    }

    private int NextSentence(int word)
    {
        for (word++; word < text.Words.Count && text.Before(word).IndexOfAny('.', '?', '!') < 0;)
            word++;
        return word;
    }

    private bool AsksName => question.Asks("name") || question.Asks("caller");

    // "It's Redstone Halfords" may be a company; a title or a name in common use tells.
    private bool IsKnown(FoundValue found, int word)
        => GivenNames.Has(found.Value.Split(' ')[0]) || language.Map("titles").ContainsKey(text.LowerOf(text.Words[word]).ToString());

    private bool IsPartEnd(int end) => text.WordAt(end) is var word && (word == text.Words.Count || text.Before(word) is not " ");
}

/// <summary>Something found in a turn, at places of its <see cref="SpokenText"/>.</summary>
internal sealed record FoundFact(string Key, string Value, int Start, int End, FactBasis Basis, bool Ends = false)
{
    /// <summary>Whether it is the caller's name, or a part of it.</summary>
    public bool IsName => !Ends && Key is "name" or NameOfCall.GivenName or NameOfCall.Surname or NameOfCall.Bare;
}
