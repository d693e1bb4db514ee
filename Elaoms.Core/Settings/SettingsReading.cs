namespace Elaoms.Core.Settings;

/// <summary>What came of reading the settings: all of them, or all faults at once.</summary>
/// <param name="Settings">The settings; null when there is a fault.</param>
/// <param name="Faults">A sentence per fault, beginning with the setting's name. Holds no secret.</param>
public sealed record SettingsReading(ElaomsSettings? Settings, IReadOnlyList<string> Faults);
