namespace Elaoms.Core.Learning.Extraction;

/// <summary>Knows what callers say to instruct the system instead of an agent, such as to ignore its rules.</summary>
internal static class Instructions
{
    /// <summary>Whether a turn has such words.</summary>
    public static bool AreIn(string text)
    {
        var language = Languages.BuiltIn.Value.Of(text);
        return language.IsGuarded("instruction", TurnText.Clean(text, language));
    }
}
