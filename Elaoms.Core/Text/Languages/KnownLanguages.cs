
namespace Elaoms.Core.Text.Languages;

/// <summary>The languages that have lists of words.</summary>
internal static class KnownLanguages
{
    /// <summary>All of them, English first.</summary>
    public static IReadOnlyList<Language> All { get; } = [English.Words, German.Words, Spanish.Words, French.Words];
}
