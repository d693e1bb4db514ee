using System.Runtime.InteropServices;

namespace Elaoms.Core.Search.Parts;

/// <summary>The beginning of a stored index.</summary>
/// <param name="Version">The form of the index. Another form is made anew from the memories.</param>
/// <param name="Languages">Stands for what was known of languages when it was made.</param>
/// <param name="Beside">The place of the language that was spoken beside English; -1 for none.</param>
/// <param name="Texts">How many memories there are.</param>
/// <param name="Terms">How many terms.</param>
/// <param name="TermBytes">How long all terms are together.</param>
/// <param name="Postings">How many pairs of term and memory.</param>
/// <param name="Names">How many words with a capital.</param>
/// <param name="Words">How many words were counted by language.</param>
/// <param name="Others">How many languages they were counted for.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct PartHeader(
    int Version, ulong Languages, int Beside, int Texts, int Terms, int TermBytes, int Postings, int Names, int Words, int Others)
{
    /// <summary>The form that is written.</summary>
    public const int CurrentVersion = 2;
}

/// <summary>How often a text has a term.</summary>
/// <param name="Text">The text.</param>
/// <param name="Count">How often.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Posting(int Text, int Count)
{
    private const int CountBits = 8;
    private const int MostCounted = (1 << CountBits) - 1;

    /// <summary>Its stored form. More than 255 times is stored as 255, which ranks the same.</summary>
    public uint Pack() => ((uint)Text << CountBits) | (uint)Math.Min(Count, MostCounted);

    /// <summary>Takes apart what <see cref="Pack"/> made.</summary>
    public static Posting Unpack(uint packed) => new((int)(packed >> CountBits), (int)(packed & MostCounted));
}
