using System.Globalization;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Search.Parts;

/// <summary>
/// A fact that no turn states, as a memory. It is made for a search and not stored: a fact that holds no more must not be found.
/// </summary>
internal sealed class FactMemory
{
    /// <summary>Makes it.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="place">Its place among those that no turn states.</param>
    public FactMemory(CurrentFact fact, int place)
    {
        Fact = fact;
        // A prompt has nothing but the text.
        var text = fact.Confidence == FactConfidence.Unconfirmed ? FactText.Unconfirmed(FactText.Sentence(fact)) : FactText.Sentence(fact);
        var id = string.Create(CultureInfo.InvariantCulture, $"fact-{fact.Key}{(fact.Kind.IsMany ? $"-{place}" : "")}");
        Memory = new Memory(
            id, text, fact.Kind.Sector, fact.Kind.Salience, fact.LastSaid, Role: null, fact.Source.ConversationId, Turn: null);
    }

    /// <summary>The fact.</summary>
    public CurrentFact Fact { get; }

    /// <summary>The memory.</summary>
    public Memory Memory { get; }
}
