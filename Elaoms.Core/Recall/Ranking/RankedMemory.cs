using Elaoms.Core.Memories;

namespace Elaoms.Core.Recall.Ranking;

/// <summary>A memory with the words it is found by.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Words">Its text, and what else may be asked for where it is the answer.</param>
/// <param name="Said">How often the facts that it states were said, in whatever words.</param>
/// <param name="Over">The values of the facts that it states and that hold no longer.</param>
internal sealed record RankedMemory(Memory Memory, string Words, int Said, IReadOnlyList<string> Over);
