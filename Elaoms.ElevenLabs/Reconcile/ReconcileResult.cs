using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Import;

namespace Elaoms.ElevenLabs.Reconcile;

/// <summary>What a reconciliation did.</summary>
/// <param name="End">How it ended.</param>
/// <param name="State">What is known after it; null if it did not begin.</param>
/// <param name="Progress">What became of the conversations it listed.</param>
public sealed record ReconcileResult(ReconcileEnd End, Reconciliation? State, ImportProgress Progress)
{
    internal static ReconcileResult Not(ReconcileEnd end) => new(end, State: null, ImportProgress.Nothing);
}

/// <summary>How a reconciliation ended.</summary>
public enum ReconcileEnd
{
    /// <summary>All was compared.</summary>
    Done,

    /// <summary>There is no key.</summary>
    NoKey,

    /// <summary>Another process is at it, or was within the hour.</summary>
    NotDue,

    /// <summary>Another run has taken over.</summary>
    TakenOver,

    /// <summary>A newer program reconciles.</summary>
    Newer,

    /// <summary>The platform can't be read. The next run goes on from there.</summary>
    Failed,
}
