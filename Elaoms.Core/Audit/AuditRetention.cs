using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Audit;

namespace Elaoms.Core.Audit;

/// <summary>Deletes entries of the audit log that are older than <c>AUDIT_RETENTION_DAYS</c>.</summary>
public sealed class AuditRetention(IAuditStore store, ElaomsSettings settings, TimeProvider time)
{
    /// <summary>Deletes them.</summary>
    /// <returns>How many chains were deleted: one a process and day.</returns>
    public async Task<int> DeleteExpiredAsync(CancellationToken cancellationToken)
        => settings.AuditRetentionDays is { } days
            ? await store.DeleteBeforeAsync(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-days), cancellationToken)
            : 0;
}
