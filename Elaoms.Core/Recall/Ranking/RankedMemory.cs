using System.Runtime.InteropServices;
using Elaoms.Core.Memories;

namespace Elaoms.Core.Recall.Ranking;

/// <summary>A memory with the words it is found by.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Words">Its text, and what else may be asked for where it is the answer.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankedMemory(Memory Memory, string Words);
