using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Signing;
using Elaoms.Core.Text;

namespace Elaoms.Core.Changes;

/// <summary>
/// Makes the keyed hashes by which forgotten values of one caller are recognised. Those of two callers have nothing in common.
/// </summary>
internal sealed class ForgottenValues
{
    /// <summary>So many of the last digits of a number stand for all of it, since a country code may be left out.</summary>
    public const int LeastPartOfNumber = 7;

    private const string Purpose = "elaoms forgotten values v1";
    private const int HashBytes = 16;
    private const int LeastNamePart = 3;

    private static readonly FactKind[] Names = [FactKinds.Name, FactKinds.FamilyName, FactKinds.PreferredName];

    // Their values are a relation or an animal, and a name.
    private static readonly FactKind[] NamesOfOthers = [FactKinds.Family, FactKinds.Pet];

    private readonly byte[] _key;

    /// <summary>Makes those of a caller.</summary>
    /// <param name="hashKey">The deployment's <c>CALLER_HASH_KEY</c>.</param>
    /// <param name="caller">The caller.</param>
    public ForgottenValues(ReadOnlySpan<byte> hashKey, CallerKey caller)
        => _key = HMACSHA256.HashData(DerivedKey.Of(hashKey, Purpose), Encoding.UTF8.GetBytes(caller.Value));

    /// <summary>The name of facts that <see cref="ForgottenValue.Fact"/> uses: all names have one.</summary>
    public static string ScopeOf(string fact)
        => FactKinds.Of(fact) is var kind && Array.Exists(Names, name => name == kind) ? FactKinds.Name.Key : kind.Key;

    /// <summary>What is to be forgotten of a value: the value, what it may be written as, and the parts by which it is known.</summary>
    /// <param name="value">The value.</param>
    /// <param name="fact">The key of the fact; null for a value of any.</param>
    /// <param name="kept">What takes its place: what both have in common is not forgotten. Null for nothing.</param>
    /// <returns>Nothing where the value has no letter and no digit, or is a single letter.</returns>
    public IReadOnlyList<ForgottenValue> Of(string value, string? fact, string? kept = null)
    {
        var forms = new HashSet<(string Text, bool IsSpoken)>();
        Add(value, isSpoken: value.Contains('@', StringComparison.Ordinal));
        var whole = Comparable(value, isSpoken: false);
        if (whole.Length > LeastPartOfNumber && whole.All(char.IsAsciiDigit))
            Add(whole[^LeastPartOfNumber..], isSpoken: false);
        if (DateOnly.TryParseExact(value.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            foreach (var form in Forms(day))
                Add(form, isSpoken: false);
        }

        var others = kept is null ? [] : WordReader.WordsOf(kept).ToHashSet(StringComparer.Ordinal);
        foreach (var part in PartsOf(value, fact).Where(part => !others.Contains(part)))
            Add(part, isSpoken: false);
        // A part that stays says nothing of the rest, but the whole would still be found in it.
        if (kept is not null)
            forms.Remove((Comparable(kept, isSpoken: false), false));
        return [.. forms.Select(form => new ForgottenValue(Written(HashOf(form.Text, form.IsSpoken)), form.Text.Length)
        {
            IsSpoken = form.IsSpoken,
        })];

        void Add(string text, bool isSpoken)
        {
            if (Comparable(text, isSpoken) is { Length: > 0 } comparable && comparable is not [>= 'a' and <= 'z'])
                forms.Add((comparable, isSpoken));
        }
    }

    /// <summary>The hash of a comparable text.</summary>
    public UInt128 HashOf(ReadOnlySpan<char> comparable, bool isSpoken)
    {
        Span<byte> bytes = stackalloc byte[1 + 3 * CallerChange.MaxValueLength * 2];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        bytes[0] = isSpoken ? (byte)1 : (byte)0;
        var length = 1 + Encoding.UTF8.GetBytes(comparable, bytes[1..]);
        HMACSHA256.HashData(_key, bytes[..length], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>Reads a hash as it is stored; null when it is none.</summary>
    public static UInt128? Read(string written)
    {
        Span<byte> bytes = stackalloc byte[HashBytes];
        return written.Length == Base64Url.GetEncodedLength(HashBytes)
            && Base64Url.TryDecodeFromChars(written, bytes, out var length) && length == HashBytes
            ? BinaryPrimitives.ReadUInt128BigEndian(bytes)
            : null;
    }

    private static string Comparable(string text, bool isSpoken) => new ComparableText(text, ComparableWords.BuiltIn, isSpoken).Text;

    private static string Written(UInt128 hash)
    {
        Span<byte> bytes = stackalloc byte[HashBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return Base64Url.EncodeToString(bytes);
    }

    private static IEnumerable<string> PartsOf(string value, string? fact)
    {
        if (fact is null)
            return [];
        var kind = FactKinds.Of(fact);
        var isName = Array.Exists(Names, name => name == kind);
        if (!isName && !Array.Exists(NamesOfOthers, name => name == kind))
            return [];
        return WordReader.PlacesOf(value)
            .Where(word => isName || char.IsUpper(value[word.Start]))
            .Select(word => word.Text)
            .Where(word => word.Length >= LeastNamePart && !FactWords.BuiltIn.IsCommon(word));
    }

    private static IEnumerable<string> Forms(DateOnly day)
    {
        var (d, m, y) = (day.Day, day.Month, day.Year);
        foreach (var month in ComparableWords.BuiltIn.Months.Where(month => month.Number == m))
        {
            foreach (var link in month.DateLinks)
            {
                yield return $"{d} {link} {month.Name}";
                foreach (var yearLink in month.YearLinks)
                    yield return $"{d} {link} {month.Name} {yearLink} {y}";
            }

            yield return $"{month.Name} {d}";
            yield return $"{month.Name} {d} {y}";
        }

        foreach (var (one, other) in ((int, int)[])[(d, m), (m, d)])
        {
            yield return $"{one} {other} {y}";
            yield return string.Create(CultureInfo.InvariantCulture, $"{one:00} {other:00} {y}");
        }
    }
}
