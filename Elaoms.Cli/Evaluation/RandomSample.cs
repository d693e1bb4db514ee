namespace Elaoms.Cli.Evaluation;

/// <summary>Chooses some of many at random, each with the same chance, and the same ones for the same seed.</summary>
/// <param name="size">How many are chosen; null for all.</param>
/// <param name="seed">What the choice comes from.</param>
internal sealed class RandomSample<T>(int? size, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<(int Index, T Item)> _chosen = [];
    private int _count;

    /// <summary>How many were offered.</summary>
    public int Offered => _count;

    /// <summary>Those that are chosen, in the order in which they came.</summary>
    public IReadOnlyList<T> Chosen => [.. _chosen.OrderBy(one => one.Index).Select(one => one.Item)];

    /// <summary>Offers one more. Reservoir sampling, algorithm R (https://doi.org/10.1145/3147.3165).</summary>
    public void Offer(T item)
    {
        if (size is null || _chosen.Count < size)
            _chosen.Add((_count, item));
        else if (_random.Next(_count + 1) is var place && place < size)
            _chosen[place] = (_count, item);
        _count++;
    }
}
