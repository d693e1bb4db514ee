using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Operators;

/// <summary>Tells whose key was sent. Thread-safe.</summary>
public sealed class OperatorAuthentication(ElaomsSettings settings)
{
    private readonly (byte[] Hash, SignedInOperator Operator)[] _keys =
    [
        .. settings.OperatorKeys.Select(key => (
            SHA256.HashData(Encoding.ASCII.GetBytes(key.Key)), new SignedInOperator(key.Name, key.Role))),
    ];

    /// <summary>Whether anybody may sign in at all. Otherwise there is no operator API.</summary>
    public bool IsOn => _keys.Length > 0;

    /// <summary>
    /// Who has a key; null when nobody has. The time it takes depends on neither the keys nor how much of one was guessed.
    /// </summary>
    public SignedInOperator? Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length > OperatorKey.MaxLength)
            return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        SignedInOperator? found = null;
        foreach (var (known, of) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = of;
        }

        return found;
    }
}

/// <summary>Somebody who has sent a key of the operator API.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="Role">What they may do.</param>
public sealed record SignedInOperator(string Name, OperatorRole Role);
