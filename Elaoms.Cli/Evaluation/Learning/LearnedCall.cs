using Elaoms.Cli.Evaluation.Input;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>A call, and what was learned from it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Turns">Its turns as they came, before redaction.</param>
/// <param name="Refusal">Why nothing was learned; null when it was.</param>
/// <param name="Facts">What holds about the caller afterwards.</param>
/// <param name="Memories">What is kept of the words.</param>
/// <param name="Kept">All texts that are kept: memories, facts with their quotes, the call's title and summary.</param>
/// <param name="Start">What the next call would be told.</param>
/// <param name="ProcessorTime">What learning took of the process's processor time.</param>
internal sealed record LearnedCall(
    EvaluatedCall Call,
    IReadOnlyList<SpokenTurn> Turns,
    string? Refusal,
    IReadOnlyList<LearnedFact> Facts,
    IReadOnlyList<Memory> Memories,
    IReadOnlyList<string> Kept,
    StartOfCall Start,
    TimeSpan ProcessorTime);
