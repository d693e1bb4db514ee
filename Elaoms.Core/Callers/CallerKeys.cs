using System.Text;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Callers;

/// <summary>Names callers under this deployment's <c>CALLER_HASH_KEY</c>.</summary>
/// <param name="settings">Where the key comes from.</param>
public sealed class CallerKeys(ElaomsSettings settings)
{
    private readonly byte[] _hashKey = Encoding.UTF8.GetBytes(settings.CallerHashKey);

    /// <summary>The key of a caller.</summary>
    public CallerKey Of(Caller caller) => CallerKey.Of(caller, _hashKey);
}
