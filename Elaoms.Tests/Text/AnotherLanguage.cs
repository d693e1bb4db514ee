using System.Text.Json;
using Elaoms.Core.Text.Languages;
using Elaoms.Extraction.Rules;

namespace Elaoms.Tests.Text;

/// <summary>The languages that are built in, and Italian: a file of words, and one of rules.</summary>
internal static class AnotherLanguage
{
    public static Language Italian { get; } = Read();

    public static LanguageSet Languages { get; } = LanguageSet.BuiltIn.With(Italian);

    /// <summary>The rules for Italian.</summary>
    public static RuleFile Rules { get; } = JsonSerializer.Deserialize(File.ReadAllText(Path("it.json")), RuleFileJson.Default.RuleFile)!;

    private static Language Read()
    {
        using var file = File.OpenText(Path("it.txt"));
        return Language.Read("it", file);
    }

    private static string Path(string name) => System.IO.Path.Combine(ArchitectureTests.Root(), "Elaoms.Tests", "Text", name);
}
