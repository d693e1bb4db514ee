using System.Text;
using Elaoms.Core.Facts;
using Elaoms.Core.Learning;

namespace Elaoms.Extraction.Collected;

/// <summary>Takes over what the platform's analysis collected.</summary>
internal sealed class CollectedExtractor : IFactExtractor
{
    /// <inheritdoc />
    public ValueTask<ExtractedFacts> ExtractAsync(CallToExtract call, CancellationToken cancellationToken)
    {
        var facts = call.Redacted.Call.Collected
            .Select(one => (Key: NormaliseKey(one.Key), one.Value))
            .Where(one => one.Key.Length > 0 && CollectedFacts.IsFact(one.Key, one.Value))
            .GroupBy(one => one.Key, StringComparer.Ordinal)
            .Select(same => new ExtractedFact(same.Key, CollectedFacts.Normalise(same.Key, same.Last().Value), FactSource.DataCollection, Basis: FactBasis.Supported));
        return ValueTask.FromResult(new ExtractedFacts([.. facts]));
    }

    private static string NormaliseKey(string key)
    {
        var normalised = new StringBuilder(key.Length);
        foreach (var c in key.Trim().ToLowerInvariant())
            normalised.Append(char.IsLetterOrDigit(c) ? c : '_');
        return normalised.ToString().Trim('_');
    }
}
