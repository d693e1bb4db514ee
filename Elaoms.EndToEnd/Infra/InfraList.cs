namespace Elaoms.EndToEnd.Infra;

/// <summary>
/// The lists beside these tests: an entry and what belongs to it on each line, two blanks between them; <c>#</c> begins a remark.
/// </summary>
internal static class InfraList
{
    /// <summary>The lines of a list, each in its two parts.</summary>
    public static IReadOnlyList<string[]> Read(string file)
        => [.. File.ReadAllLines(Path.Combine(ArchitectureTests.Root(), "Elaoms.EndToEnd", "Infra", file))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split("  ", 2, StringSplitOptions.TrimEntries))];
}
