using System.Text;

namespace Elaoms.Core.Learning.Masking;

/// <summary>Puts masks in the place of secrets.</summary>
internal static class SecretMask
{
    private static readonly string[] All = [.. Enum.GetValues<SecretKind>().Select(Of)];

    /// <summary>The mask that stands in a text.</summary>
    public static string? At(string text, int at) => Array.Find(All, mask => string.CompareOrdinal(text, at, mask, 0, mask.Length) == 0);

    /// <summary>The text without the secrets. Those that touch or overlap become one mask, that of the longest.</summary>
    public static string Apply(string text, IEnumerable<FoundSecret> secrets)
    {
        var masked = new StringBuilder();
        var at = 0;
        foreach (var secret in Merged(text, secrets.OrderBy(secret => secret.Start).ThenByDescending(secret => secret.End)))
        {
            masked.Append(text, at, secret.Start - at).Append(Of(secret.Kind));
            at = secret.End;
        }

        return at == 0 ? text : masked.Append(text, at, text.Length - at).ToString();
    }

    private static IEnumerable<FoundSecret> Merged(string text, IEnumerable<FoundSecret> secrets)
    {
        FoundSecret? open = null;
        foreach (var next in secrets)
        {
            if (open is not { } one)
            {
                open = next;
                continue;
            }

            var overlap = next.Start < one.End;
            if (overlap || (next.Kind == one.Kind && !text.AsSpan(one.End, next.Start - one.End).ContainsAnyExcept(" ,.-")))
            {
                var kind = overlap && next.End - next.Start > one.End - one.Start ? next.Kind : one.Kind;
                open = new FoundSecret(one.Start, Math.Max(one.End, next.End), kind);
                continue;
            }

            yield return one;
            open = next;
        }

        if (open is { } last)
            yield return last;
    }

    private static string Of(SecretKind kind) => kind switch
    {
        SecretKind.CardNumber => "[card number]",
        SecretKind.CardCode => "[card code]",
        SecretKind.Account => "[account number]",
        SecretKind.Password => "[password]",
        _ => "[health number]",
    };
}
