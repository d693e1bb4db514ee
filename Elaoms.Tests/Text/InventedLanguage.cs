using Elaoms.Core.Text.Languages;

namespace Elaoms.Tests.Text;

/// <summary>A language that is made up, so that a test has the phrases it needs.</summary>
internal static class InventedLanguage
{
    public static Language Read(string file)
    {
        using var reader = new StringReader(file);
        return Language.Read("xx", reader);
    }

    /// <summary>The languages that are built in, and this one.</summary>
    public static LanguageSet Beside(string file) => LanguageSet.BuiltIn.With(Read(file));
}
