namespace Elaoms.Extraction.Rules;

/// <summary>A sentence of a turn.</summary>
/// <param name="Text">Its words, without fillers and with plain quotation marks.</param>
/// <param name="Start">Where it begins in the turn's text.</param>
/// <param name="QuestionFrom">From which of its characters on it asks; beyond its end when it only states.</param>
internal sealed record Sentence(string Text, int Start, int QuestionFrom);
