namespace Elaoms.Core.Storage;

/// <summary>What a storage is like, where that decides how the program uses it.</summary>
/// <param name="LearningLanes">How many calls are learned at a time.</param>
/// <param name="IsRemote">Whether to read a document takes far longer than to make something of it.</param>
public sealed record StorageTraits(int LearningLanes, bool IsRemote);
