namespace Elaoms.Core.Storage.Documents;

/// <summary>A task as it stands in the store.</summary>
/// <param name="Task">The task.</param>
/// <param name="ETag">Names this version; a write that gives it fails when another came first.</param>
public sealed record StoredIndexTask(IndexTask Task, string ETag);
