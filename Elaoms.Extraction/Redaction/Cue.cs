namespace Elaoms.Extraction.Redaction;

/// <summary>Words of a text that say what goes with them.</summary>
/// <param name="Kind">What they say.</param>
/// <param name="FirstWord">The first of the words.</param>
/// <param name="EndWord">The word after the last.</param>
/// <param name="NamesNumber">Whether they name a number, not merely what has one: <c>order number</c>, not <c>order</c>.</param>
/// <param name="Grammars">How passwords are said in the languages that have these words.</param>
internal sealed record Cue(CueKind Kind, int FirstWord, int EndWord, bool NamesNumber, IReadOnlyList<PasswordGrammar> Grammars);
