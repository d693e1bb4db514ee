using System.Buffers;

namespace Elaoms.Extraction.Redaction.Finders;

/// <summary>Finds keys of interfaces by their form: keys of known providers, bearer tokens, private keys.</summary>
internal static class ApiKeyFinder
{
    private const int MinLength = 16;
    private const int MinUnknownLength = 20;
    private const int AwsKeyLength = 20;
    private const string PrivateKeyBegin = "-----BEGIN ";
    private const string PrivateKeyEnd = "-----END ";

    private static readonly SearchValues<char> OfKey =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/=~");

    // As their providers document them; a key that begins so and is long enough is one.
    private static readonly string[] Prefixes =
    [
        "sk-", "sk_", "pk_live_", "pk_test_", "rk_live_", "rk_test_", "whsec_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
        "glpat-", "xoxb-", "xoxp-", "xoxa-", "xapp-", "AIza", "ya29.", "SG.", "hf_", "npm_", "pypi-", "dop_v1_", "shpat_", "eyJ",
    ];

    // What stands before a key whose form says nothing.
    private static readonly string[] Names = ["bearer", "xi-api-key", "x-api-key", "api-key", "api_key", "apikey", "access_token",
        "client_secret", "authorization"];

    /// <summary>The keys of a text, in order.</summary>
    public static IReadOnlyList<(int Start, int End)> Find(string text)
    {
        if (text.Length < MinLength)
            return [];
        List<(int, int)>? found = null;
        var name = "";
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAny(OfKey);
            if (next < 0)
                break;
            at += next;
            var length = text.AsSpan(at).IndexOfAnyExcept(OfKey);
            var end = length < 0 ? text.Length : at + length;
            if (PrivateKey(text, at) is { } endOfPrivateKey)
            {
                (found ??= []).Add((at, endOfPrivateKey));
                at = endOfPrivateKey;
                continue;
            }

            // "api_key=…" is one piece.
            var equals = text.IndexOf('=', at, end - at);
            if (equals > at && equals - at < MinLength && equals + 1 < end && IsName(text.AsSpan(at, equals - at)))
                (name, at) = ("=", equals + 1);
            while (end > at && text[end - 1] is '.' or '-')
                end--;
            var word = text.AsSpan(at, end - at);
            if (word.Length >= MinLength
                && (HasPrefix(word) || (name.Length > 0 && word.Length >= MinUnknownLength && word.ContainsAnyInRange('0', '9'))))
                (found ??= []).Add((at, end));
            name = IsName(word) ? "name" : word.Length == 0 || name.Length == 0 || word is "is" or "key" or "token" ? name : "";
            at = Math.Max(end, at + 1);
        }

        return found ?? [];
    }

    private static bool HasPrefix(ReadOnlySpan<char> word)
    {
        foreach (var prefix in Prefixes)
        {
            if (word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && word[prefix.Length..].ContainsAnyInRange('0', '9'))
                return true;
        }

        return word.Length == AwsKeyLength
            && (word.StartsWith("AKIA", StringComparison.OrdinalIgnoreCase) || word.StartsWith("ASIA", StringComparison.OrdinalIgnoreCase))
            && !word.ContainsAny('-', '_', '.');
    }

    private static bool IsName(ReadOnlySpan<char> word)
    {
        foreach (var name in Names)
        {
            if (word.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static int? PrivateKey(string text, int at)
    {
        if (string.Compare(text, at, PrivateKeyBegin, 0, PrivateKeyBegin.Length, StringComparison.OrdinalIgnoreCase) != 0)
            return null;
        var header = text.IndexOf("PRIVATE KEY-----", at, Math.Min(64, text.Length - at), StringComparison.OrdinalIgnoreCase);
        if (header < 0)
            return null;
        var end = text.IndexOf(PrivateKeyEnd, header, StringComparison.OrdinalIgnoreCase);
        var close = end < 0 ? -1 : text.IndexOf("-----", end + PrivateKeyEnd.Length, StringComparison.Ordinal);
        // One that is cut off goes as far as the text.
        return close < 0 ? text.Length : close + "-----".Length;
    }
}
