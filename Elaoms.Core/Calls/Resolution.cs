using System.Text.Json;
using Elaoms.Core.Json;

namespace Elaoms.Core.Calls;

/// <summary>What the platform's analysis says of whether a call ended with what it was about.</summary>
internal static class Resolution
{
    private const int MaxCriteria = 200;

    // Criteria have ids of the agent's owner. Those that judge the agent's manners, say, tell nothing of the request.
    private static readonly string[] WordsOfIds =
    [
        "resolved", "resolution", "solved", "fulfilled", "fulfilment", "fulfillment", "completed", "goal",
    ];

    /// <summary>
    /// Whether it did not. Criteria about that decide: one that failed is enough. Without a verdict of theirs, <c>call_successful</c> does.
    /// </summary>
    public static bool IsMissing(JsonElement? analysis)
    {
        if (analysis is not { } judged)
            return false;
        var results = Criteria(judged)
            .Take(MaxCriteria)
            .Where(criterion => IsAboutResolution(criterion.Id))
            .Select(criterion => criterion.Result)
            .ToList();
        return results.Exists(IsFailure)
            || (!results.Exists(IsSuccess) && IsFailure(judged.Text("call_successful", CallReader.MaxWordLength)));
    }

    // An object by id is what is sent today; a list of the same items is its newer twin.
    private static IEnumerable<(string Id, string? Result)> Criteria(JsonElement analysis)
    {
        var results = analysis.Object("evaluation_criteria_results") is { } byId
            ? byId.EnumerateObject().Select(property => (property.Name, property.Value))
            : analysis.Items("evaluation_criteria_results_list").Select(item => (Name: item.Text("criteria_id") ?? "", Value: item));
        return results.Select(criterion => (criterion.Name, criterion.Value.Text("result", CallReader.MaxWordLength)));
    }

    private static bool IsAboutResolution(string id)
        => id.Split(['_', '-', ' ', '.']).Any(word => WordsOfIds.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static bool IsFailure(string? result) => string.Equals(result, "failure", StringComparison.OrdinalIgnoreCase);

    private static bool IsSuccess(string? result) => string.Equals(result, "success", StringComparison.OrdinalIgnoreCase);
}
