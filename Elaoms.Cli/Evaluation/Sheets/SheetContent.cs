namespace Elaoms.Cli.Evaluation.Sheets;

/// <summary>What the rows of a sheet are.</summary>
internal static class SheetContent
{
    /// <summary>A row per fact.</summary>
    public const string Facts = "facts";

    /// <summary>A row per caller who would be greeted by name.</summary>
    public const string Greetings = "greetings";

    /// <summary>A row per profile that says something.</summary>
    public const string Profiles = "profiles";

    /// <summary>A row per call: what the next call would be told of it, beside the caller's first turns.</summary>
    public const string Errands = "errands";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Facts, Greetings, Profiles, Errands];
}
