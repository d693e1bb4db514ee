using System.Runtime.InteropServices;

namespace Elaoms.Core.Injection;

/// <summary>A phrase that was found in a text.</summary>
/// <param name="Concept">What it means.</param>
/// <param name="Start">Where it begins; the unit is that of <see cref="PromptInjection"/>.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Sentence">The number of its sentence.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConceptHit(InjectionConcept Concept, int Start, int End, int Sentence);
