namespace Elaoms.Core.Storage.Queue;

/// <summary>Something that the queue carries.</summary>
public interface IQueueMessage
{
    /// <summary>The message as the queue stores it.</summary>
    string Encode();
}
