namespace Elaoms.Extraction.Redaction.Finders;

/// <summary>The check digits of numbers that have some.</summary>
internal static class CheckDigits
{
    private const int MinCard = 13;
    private const int MaxCard = 19;

    /// <summary>Whether digits may be the number of a card: so many of them, with Luhn's check digit. No card begins with 0 or 1.</summary>
    public static bool IsCard(string digits) => digits.Length is >= MinCard and <= MaxCard && digits[0] > '1' && IsLuhn(digits);

    /// <summary>Whether digits are the number of a card as banks give them out, by their beginning and length too.</summary>
    public static bool IsCardOfBank(string digits) => IsCard(digits) && (digits[0], digits.Length) switch
    {
        ('4', 13 or 16 or 19) => true,
        ('5', 16) => true,
        ('2', 16) => digits[1] is >= '2' and <= '7',
        ('3', 15) => digits[1] is '4' or '7',
        ('3', 14) => digits[1] is '0' or '6' or '8' or '9',
        ('3', 16) => digits[1] is '5',
        ('6', 16 or 19) => true,
        _ => false,
    };

    /// <summary>Whether an IBAN without blanks, in lower case, has the right check digits.</summary>
    public static bool IsIban(string iban)
    {
        var rest = 0;
        foreach (var c in string.Concat(iban.AsSpan(4), iban.AsSpan(0, 4)))
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + c - '0') % 97 : ((rest * 100) + c - 'a' + 10) % 97;
        return rest == 1;
    }

    /// <summary>The remainder of a number of any length.</summary>
    public static int Remainder(ReadOnlySpan<char> digits, int divisor)
    {
        var rest = 0;
        foreach (var c in digits)
            rest = ((rest * 10) + c - '0') % divisor;
        return rest;
    }

    /// <summary>Whether digits have the check digit of an EAN.</summary>
    public static bool IsEan(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
            sum += (digits[^(i + 1)] - '0') * (i % 2 == 0 ? 1 : 3);
        return sum % 10 == 0;
    }

    private static bool IsLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : (digit * 2) - (digit > 4 ? 9 : 0);
        }

        return sum % 10 == 0 && digits.AsSpan().ContainsAnyExcept(digits[0]);
    }
}
