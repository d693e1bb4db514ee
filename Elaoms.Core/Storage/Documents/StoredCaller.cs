using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Documents;

/// <summary>A record as it stands in the store.</summary>
/// <param name="Record">The record.</param>
/// <param name="ETag">The version of the record (an ETag or a revision). A write with it fails if another write came first.</param>
/// <param name="SizeBytes">The stored size, in bytes.</param>
public sealed record StoredCaller(CallerRecord Record, string ETag, int SizeBytes);
