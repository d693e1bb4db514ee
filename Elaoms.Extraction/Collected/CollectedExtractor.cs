using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Extraction.Collected;

/// <summary>Takes over what the platform's analysis collected, each value with the turn that supports it, where there is one.</summary>
/// <param name="languages">The words of the languages; null for those that are built in.</param>
internal sealed class CollectedExtractor(CollectedLanguages? languages = null) : IFactExtractor
{
    private const int MaxValuesOfKey = 10;

    // Lists such as "peanuts, shellfish". In other kinds a comma belongs to the value.
    private static readonly FactKind[] Lists =
    [
        FactKinds.Allergy, FactKinds.Diet, FactKinds.Likes, FactKinds.Dislikes, FactKinds.Pet, FactKinds.Family, FactKinds.NoContactBy,
    ];

    /// <inheritdoc />
    public ValueTask<ExtractedFacts> ExtractAsync(CallToExtract call, CancellationToken cancellationToken)
    {
        var collected = call.Redacted.Call.Collected.Where(one => !IsRedacted(one, call)).ToList();
        if (collected.Count == 0)
            return ValueTask.FromResult(ExtractedFacts.None);

        var all = languages ?? CollectedLanguages.BuiltIn;
        var rationales = call.Original.Collected.GroupBy(one => one.Key, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Last().Rationale, StringComparer.Ordinal);
        var support = new CollectedSupport(call, all);
        var facts = collected
            .Select(one => (Key: NormaliseKey(one.Key), one.Value, Rationale: rationales.GetValueOrDefault(one.Key)))
            .Where(one => one.Key.Length > 0)
            .GroupBy(one => one.Key, StringComparer.Ordinal)
            .SelectMany(same => Values(same.Key, same.Last().Value)
                .Where(value => CollectedFacts.IsFact(same.Key, value))
                .Select(value => Fact(same.Key, CollectedFacts.Normalise(same.Key, value, all), same.Last().Rationale, support, call)));
        return ValueTask.FromResult(new ExtractedFacts([.. facts]));
    }

    private static ExtractedFact Fact(string key, string value, string? rationale, CollectedSupport support, CallToExtract call)
        => support.Find(key, value, rationale) is { } at
            ? new ExtractedFact(
                key,
                value,
                FactSource.DataCollection,
                call.Original.Turns[at.Turn].Position,
                Basis: FactBasis.Supported,
                Start: at.Start,
                End: at.End)
            : new ExtractedFact(key, value, FactSource.DataCollection, Basis: FactBasis.Unsupported);

    // A known kind has one plain value; a note may hold a mark among other words.
    private static bool IsRedacted(CollectedValue redacted, CallToExtract call)
        => FactKinds.IsKnown(NormaliseKey(redacted.Key))
            && !call.Original.Collected.Any(original => original.Key == redacted.Key && original.Value == redacted.Value);

    private static IEnumerable<string> Values(string key, string value)
    {
        var kind = FactKinds.Of(key);
        if (!kind.IsMany)
            return [value];
        var values = Items(value) ?? value.Split(Array.IndexOf(Lists, kind) >= 0 ? [';', '\n', ','] : [';', '\n']);
        return values.Select(item => item.Trim()).Where(item => item.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxValuesOfKey);
    }

    // The value of a field may be any JSON.
    private static string[]? Items(string value)
    {
        if (!value.StartsWith('['))
            return null;
        try
        {
            using var document = JsonDocument.Parse(value);
            return [.. document.RootElement.EnumerateArray()
                .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string NormaliseKey(string key)
    {
        var normalised = new StringBuilder(key.Length);
        foreach (var c in key.Trim().ToLowerInvariant())
            normalised.Append(char.IsLetterOrDigit(c) ? c : '_');
        return normalised.ToString().Trim('_');
    }
}
