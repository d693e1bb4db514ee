namespace Elaoms.Core.Calls;

/// <summary>What a caller id turned out to be.</summary>
public enum CallerIdentification
{
    /// <summary>Absent, blank, or too long to be a name.</summary>
    Missing,

    /// <summary>A withheld number. It must never name a record: everybody who hides would share it.</summary>
    Hidden,

    /// <summary>Somebody.</summary>
    Known,
}
