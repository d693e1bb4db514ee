namespace Elaoms.Cli.Evaluation.Input;

/// <summary>A call to be learned in an evaluation.</summary>
/// <param name="Id">Names the call in sheets: the line's own id, or the conversation's.</param>
/// <param name="Group">Calls of one group are counted together: the line's <c>set</c> and <c>variant</c>.</param>
/// <param name="Payload">The post-call payload.</param>
/// <param name="Labels">What a person marked; null when nobody has, which is not the same as nothing.</param>
internal sealed record EvaluatedCall(string Id, string Group, CallPayload Payload, IReadOnlyList<SlotLabel>? Labels);
