using System.Runtime.InteropServices;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>Counts things by name.</summary>
internal sealed class Counts
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The number of all.</summary>
    public int Total => _counts.Values.Sum();

    /// <summary>The names with their numbers, the largest first.</summary>
    public IReadOnlyDictionary<string, int> Ordered => new OrderedDictionary<string, int>(
        _counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>How often a name was counted.</summary>
    public int this[string name] => _counts.GetValueOrDefault(name);

    /// <summary>Counts a name.</summary>
    public void Add(string name, int count = 1) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, name, out _) += count;
}
