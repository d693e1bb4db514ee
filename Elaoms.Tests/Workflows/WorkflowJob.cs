using YamlDotNet.RepresentationModel;

namespace Elaoms.Tests.Workflows;

/// <summary>A job of a workflow.</summary>
internal sealed class WorkflowJob(string name, YamlMappingNode job)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What it says.</summary>
    public YamlMappingNode Root => job;

    /// <summary>The jobs it waits for.</summary>
    public IReadOnlyList<string> Needs => Yaml.Texts(job, "needs");

    /// <summary>What its token may do: what is granted, by right; null when the job does not say.</summary>
    public IReadOnlyDictionary<string, string>? Permissions => Yaml.Map(job, "permissions");

    /// <summary>Its steps.</summary>
    public IReadOnlyList<WorkflowStep> Steps
        => [.. ((YamlSequenceNode)job["steps"]).Children.Select(step => new WorkflowStep((YamlMappingNode)step))];

    /// <summary>The place of the one step whose script has this text.</summary>
    public int PlaceOf(string script) => Steps.Index().Single(step => step.Item.Run.Contains(script, StringComparison.Ordinal)).Index;
}
