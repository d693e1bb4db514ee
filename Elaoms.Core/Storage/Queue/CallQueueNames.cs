namespace Elaoms.Core.Storage.Queue;

/// <summary>The names of the queues, where a storage names them.</summary>
public static class CallQueueNames
{
    /// <summary>The calls to be learned.</summary>
    public const string Calls = "calls";

    /// <summary>What the Functions host could not get done; it makes this name itself. <c>elaoms serve</c> has no such queue.</summary>
    public const string Poisoned = Calls + "-poison";
}
