using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Documents;

/// <summary>A claim as it stands in the store.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="ETag">Names this version; a write that gives it fails when another came first.</param>
public sealed record StoredClaim(ConversationClaim Claim, string ETag);
