using YamlDotNet.RepresentationModel;

namespace Elaoms.Tests.Workflows;

/// <summary>A step of a job.</summary>
internal sealed class WorkflowStep(YamlMappingNode step)
{
    /// <summary>The action it runs, with its version; empty when it runs a script.</summary>
    public string Uses => Yaml.Text(step, "uses") ?? "";

    /// <summary>The script it runs; empty when it runs an action.</summary>
    public string Run => Yaml.Text(step, "run") ?? "";

    /// <summary>What the action is given.</summary>
    public IReadOnlyDictionary<string, string> With => Yaml.Map(step, "with") ?? new Dictionary<string, string>(StringComparer.Ordinal);
}
