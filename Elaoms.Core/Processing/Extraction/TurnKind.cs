using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Processing.Extraction;

/// <summary>What kind of memory a turn is, by what it states.</summary>
/// <param name="Sector">The sector.</param>
/// <param name="Salience">How much it matters, 0..1.</param>
public sealed record TurnKind(Sector Sector, double Salience)
{
    /// <summary>The key of a statement of how the caller feels.</summary>
    public const string Emotion = "emotion";

    /// <summary>The key of a statement of what the caller makes of the relation.</summary>
    public const string Reflection = "reflective";

    /// <summary>A turn that states nothing.</summary>
    public static TurnKind Plain { get; } = new(Sector.Episodic, Records.Memories.Salience.Low);

    /// <summary>The kind of a turn that states something of a key.</summary>
    public static TurnKind Of(string key) => key switch
    {
        Emotion => new TurnKind(Sector.Emotional, Records.Memories.Salience.Medium),
        Reflection => new TurnKind(Sector.Reflective, Records.Memories.Salience.Medium),
        _ => new TurnKind(FactKinds.Of(key).Sector, FactKinds.Of(key).Salience),
    };

    /// <summary>Whether a statement makes its turn what it is: that something asked for is done does not.</summary>
    public static bool Marks(ExtractedFact statement)
        => !statement.Ends || FactKinds.Of(statement.Key) is var kind && kind != FactKinds.OpenRequest && kind != FactKinds.Promise;

    /// <summary>Whether a key is one of facts, and not of how somebody feels or what they make of it.</summary>
    public static bool IsFact(string key) => key is not (Emotion or Reflection);
}
