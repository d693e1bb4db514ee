using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Listing;

namespace Elaoms.Core.Operators;

/// <summary>Finds the listed callers whom an operator's words may mean.</summary>
public sealed class FindListedCallers(ICallList list, CallerKeys keys)
{
    /// <summary>The most characters of such words.</summary>
    public const int MaxLength = 256;

    /// <summary>Finds them.</summary>
    /// <param name="text">A number, an address, a user id, a caller key, or the <c>user_id</c> that the platform lists.</param>
    /// <param name="recordAsync">Records each look before it is done; null stands for a caller whose key is not known yet.</param>
    /// <returns>The callers; null when the words can mean nobody.</returns>
    public async Task<IReadOnlyList<ListedCaller>?> FindAsync(
        string text, Func<CallerKey?, Task> recordAsync, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(recordAsync);
        var (userId, meant, found) = (text.Trim().ToLowerInvariant(), keys.MeantBy(text), new List<ListedCaller>());
        var isUserId = PlatformUserId.Is(userId);
        if (isUserId)
        {
            await recordAsync(null);
            if (await list.FindByUserIdAsync(userId, cancellationToken) is { } listed)
                found.Add(listed);
        }

        foreach (var key in meant)
        {
            await recordAsync(key);
            if (await list.FindCallerAsync(key, cancellationToken) is { } listed)
                found.Add(listed);
        }

        return isUserId || meant.Count > 0 ? found : null;
    }
}
