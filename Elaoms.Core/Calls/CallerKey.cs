using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Calls;

/// <summary>
/// Names a caller outside the record: in storage names, file names and logs. It is a keyed hash, so nobody can find the number by trying
/// all numbers.
/// </summary>
/// <param name="Value">64 lower-case hex digits.</param>
public readonly record struct CallerKey(string Value)
{
    private const int AbbreviationLength = 10;

    /// <summary>Enough of the key to follow one caller through a log.</summary>
    public string Abbreviation => Value[..AbbreviationLength];

    /// <summary>The key of a caller.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="hashKey">The deployment's <c>CALLER_HASH_KEY</c>.</param>
    /// <param name="tenant">Whose caller this is.</param>
    public static CallerKey Of(Caller caller, ReadOnlySpan<byte> hashKey, string tenant = Tenants.Default)
    {
        // Tenant and kind hold no line break, so no two callers can be written the same way.
        var name = Encoding.UTF8.GetBytes($"{tenant}\n{caller.Kind}\n{caller.Identity}");
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(hashKey, name, hash);
        return new CallerKey(Convert.ToHexStringLower(hash));
    }

    /// <summary>Reads a key as it stands in names and reports; null when the text is none.</summary>
    public static CallerKey? Parse(string text)
        => text.Length == 2 * HMACSHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigitLower) ? new CallerKey(text) : null;

    /// <summary>A caller's documents are named by the key.</summary>
    public static implicit operator string(CallerKey key) => key.Value;

    /// <inheritdoc />
    public override string ToString() => Value;
}
