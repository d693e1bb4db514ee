namespace Elaoms.Core.Recall;

/// <summary>What a presented token turned out to be.</summary>
/// <param name="Status">Whether it counts.</param>
/// <param name="Token">What it says, when it is valid; else null.</param>
public readonly record struct CallerTokenResult(CallerTokenStatus Status, CallerToken? Token = null);
