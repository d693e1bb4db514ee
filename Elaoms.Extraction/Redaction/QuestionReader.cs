using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>Reads what an agent's turn asks for.</summary>
internal sealed class QuestionReader
{
    private const int ShortTurn = 6;
    private const int ShortPrompt = 2;
    private const int MaxAsked = 12;

    private readonly AnalyzedText _text;
    private readonly TokenizedText _tokens;
    private readonly List<AskedSecret> _asked = [];
    private int _sentence = -1;
    private bool _isQuestion;

    private QuestionReader(AnalyzedText text) => (_text, _tokens) = (text, text.Tokens);

    /// <summary>What the turn asks for, in order; null when it asks nothing new.</summary>
    public static List<AskedSecret>? Read(AnalyzedText text)
    {
        var reader = new QuestionReader(text);
        for (var first = 0; first < text.Tokens.Count;)
        {
            var end = reader.EndOfSegment(first);
            reader.ReadSegment(first, end);
            first = end;
        }

        return reader._asked.Count > 0 ? reader._asked : null;
    }

    // A sentence; where no signs part sentences, up to the next beginning of a question.
    private int EndOfSegment(int first)
    {
        for (var token = first + 1; token < _tokens.Count; token++)
        {
            if (_tokens[token].Sentence != _tokens[first].Sentence)
                return token;
            if (_text.CuesBefore(token) > _text.CuesBefore(first) && _tokens.Has(VocabularySection.Questions, token) && !IsPolite(token))
                return token;
        }

        return _tokens.Count;
    }

    // "Please" may end a question as well as begin one.
    private bool IsPolite(int token)
        => _tokens.End(VocabularySection.Questions, token) is var end && (end == _tokens.Count || _tokens.IsSentenceBetween(token, end));

    private void ReadSegment(int first, int end)
    {
        var (firstCue, endCue) = (_text.CuesBefore(first), _text.CuesBefore(end));
        var hasCue = endCue > firstCue;
        if (_tokens[first].Sentence != _sentence)
            (_sentence, _isQuestion) = (_tokens[first].Sentence, IsQuestion(first));
        if (!_isQuestion && !(hasCue && _tokens.Count <= ShortTurn))
            return;
        if (hasCue)
            AddCues(firstCue, endCue, Any(VocabularySection.NotAsking, first, end));
        else if (_asked.Count < MaxAsked && end - first > ShortPrompt && !IsPrompt(first, end))
            _asked.Add(new AskedSecret(SecretCueKind.Unknown, languages: 0, namesNumber: false));
    }

    // "Your name and your password?": all of the sentence.
    private bool IsQuestion(int token)
    {
        var (first, end) = (token, token);
        while (first > 0 && !_tokens.IsSentenceBetween(first - 1, first))
            first--;
        while (end < _tokens.Count && !_tokens.IsSentenceBetween(token, end))
            end++;
        return _tokens.Gap(end).Contains('?') || Any(VocabularySection.Questions, first, end);
    }

    private void AddCues(int firstCue, int endCue, bool isNotAsking)
    {
        var isEnding = false;
        var last = -1;
        for (var i = firstCue; i < endCue && _asked.Count < MaxAsked; i++)
        {
            var cue = _text.Cues[i];
            if (cue.Kind == SecretCueKind.LastDigits && (endCue - firstCue > 1 || _asked.Count > 0))
            {
                // "The last four digits of your card", "your card, the last four digits".
                if (last >= 0)
                    SetEnding(last);
                else
                    isEnding = true;
                continue;
            }

            if (cue.Kind == SecretCueKind.Card && last >= 0 && _asked[last].Kind.IsOfCard())
                continue;
            var kind = isNotAsking && (cue.Kind.IsFreeText() || cue.Kind == SecretCueKind.Pin) ? SecretCueKind.Unknown : cue.Kind;
            if (_asked.Exists(asked => asked.Kind == kind && kind != SecretCueKind.AccountNumber))
                continue;
            last = _asked.Count;
            _asked.Add(new AskedSecret(kind, cue.Languages, cue.NamesNumber(_tokens)));
            if (isEnding)
                SetEnding(last);
            isEnding = false;
        }
    }

    private void SetEnding(int index)
    {
        var asked = _asked[index];
        if (asked.Kind is SecretCueKind.Card or SecretCueKind.CardNumber)
            _asked[index] = new AskedSecret(SecretCueKind.CardEnding, asked.Languages, namesNumber: true);
        else
            asked.IsEnding = true;
    }

    // "Could you say that again?", but not "right, and how much was it?"
    private bool IsPrompt(int first, int end)
        => Any(VocabularySection.RepeatPrompts, first, end)
            || (Any(VocabularySection.Continuers, first, end) && !Any(VocabularySection.Questions, first, end));

    private bool Any(VocabularySection section, int first, int end)
    {
        for (var token = first; token < end; token++)
        {
            if (_tokens.Has(section, token))
                return true;
        }

        return false;
    }
}
