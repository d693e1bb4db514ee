using System.Text.Json;
using System.Text.RegularExpressions;

namespace Elaoms.EndToEnd.Packaging;

/// <summary>The Dockerfile of the repository, instruction by instruction.</summary>
internal sealed partial class ContainerFile
{
    private ContainerFile(IReadOnlyList<(string Name, string Arguments)> instructions) => Instructions = instructions;

    public IReadOnlyList<(string Name, string Arguments)> Instructions { get; }

    /// <summary>The instructions from the last <c>FROM</c> on: those that make the image.</summary>
    public IReadOnlyList<(string Name, string Arguments)> Final
        => [.. Instructions.Skip(Instructions.Select(instruction => instruction.Name).ToList().LastIndexOf("FROM"))];

    /// <summary>What the image sets in the environment, beyond what its base does.</summary>
    public IReadOnlyDictionary<string, string> Environment
        => Final.Where(instruction => instruction.Name == "ENV")
            .SelectMany(instruction => instruction.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public static ContainerFile Read() => Parse(File.ReadAllText(Path.Combine(ArchitectureTests.Root(), "Dockerfile")));

    /// <summary>What the last instruction of a name in the image says.</summary>
    public string Last(string name) => Final.Last(instruction => instruction.Name == name).Arguments;

    /// <summary>A command in exec form.</summary>
    /// <exception cref="JsonException">It is in shell form, for which a chiselled image has no shell.</exception>
    public static string[] Exec(string arguments) => JsonSerializer.Deserialize<string[]>(arguments)!;

    /// <summary>The arguments of the <c>dotnet</c> commands that build the image, in their order.</summary>
    public IReadOnlyList<string[]> DotNet
        =>
        [
            .. Instructions.Where(instruction => instruction.Name == "RUN").Select(instruction => instruction.Arguments.Split(' '))
                .Where(command => command[0] == "dotnet").Select(command => command[1..]),
        ];

    private static ContainerFile Parse(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith('#'));
        var joined = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        return new ContainerFile([.. joined.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Instruction.Match(line)).Select(match => (match.Groups["name"].Value, match.Groups["arguments"].Value))]);
    }

    [GeneratedRegex(@"^(?<name>[A-Z]+) +(?<arguments>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instruction { get; }
}
