namespace Elaoms.ElevenLabs.Connect.Leaves;

/// <summary>The lines between which <c>connect --prompt</c> keeps its passage.</summary>
internal static class PromptMarks
{
    public const string First = "# What is known of the caller (written by elaoms connect)";
    public const string Last = "# End of what is known of the caller";

    /// <summary>Whether a prompt has a passage of ours, perhaps changed.</summary>
    public static bool AreIn(string prompt)
        => prompt.Contains(First, StringComparison.Ordinal) || prompt.Contains(Last, StringComparison.Ordinal);

    /// <summary>The passage of a prompt, marks included; null if it has none that is whole.</summary>
    public static string? Passage(string prompt)
    {
        var first = prompt.IndexOf(First, StringComparison.Ordinal);
        var last = first < 0 ? -1 : prompt.IndexOf(Last, first, StringComparison.Ordinal);
        return last < 0 ? null : prompt[first..(last + Last.Length)];
    }
}
