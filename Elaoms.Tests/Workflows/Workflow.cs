using YamlDotNet.RepresentationModel;

namespace Elaoms.Tests.Workflows;

/// <summary>A workflow of the repository, as GitHub reads it.</summary>
internal sealed class Workflow
{
    private static readonly string Folder = Path.Combine(ArchitectureTests.Root(), ".github", "workflows");

    private Workflow(string name)
    {
        Name = name;
        Text = File.ReadAllText(Path.Combine(Folder, name + ".yml"));
        Root = Yaml.Parse(Text);
    }

    /// <summary>The names of all workflows: of their files, without the ending.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.yml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>All workflows.</summary>
    public static IReadOnlyList<Workflow> All { get; } = [.. Names.Select(name => new Workflow(name))];

    /// <summary>The name of its file, without the ending.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public string Text { get; }

    /// <summary>What it says.</summary>
    public YamlMappingNode Root { get; }

    /// <summary>Its jobs.</summary>
    public IReadOnlyList<WorkflowJob> Jobs => [.. ((YamlMappingNode)Root["jobs"]).Children
        .Select(job => new WorkflowJob(((YamlScalarNode)job.Key).Value!, (YamlMappingNode)job.Value))];

    /// <summary>One of its jobs.</summary>
    public WorkflowJob this[string job] => Jobs.Single(one => one.Name == job);

    /// <summary>A workflow by its name.</summary>
    public static Workflow Of(string name) => All.Single(workflow => workflow.Name == name);
}
