namespace Elaoms.Core.Settings;

/// <summary>What came of reading the settings: all of them, or all faults at once.</summary>
/// <param name="Settings">The settings; null when there is a fault.</param>
/// <param name="Faults">One text per fault, beginning with the setting's name. Holds no secret.</param>
public sealed record SettingsResult(ElaomsSettings? Settings, IReadOnlyList<string> Faults)
{
    /// <summary>All faults, for the person who starts the program.</summary>
    public string Describe()
        => "The settings are wrong. docs/reference.md and .env.example describe them:"
            + string.Concat(Faults.Select(fault => $"\n  - {fault}"));
}
