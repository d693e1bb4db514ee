namespace Elaoms.Core.Records;

/// <summary>What stands in a text for what was forgotten.</summary>
public static class ForgottenMark
{
    /// <summary>The mark.</summary>
    public const string Text = "[forgotten]";

    /// <summary>Whether something of a text was forgotten.</summary>
    public static bool IsIn(string? text) => text?.Contains(Text, StringComparison.Ordinal) == true;
}
