using System.Text.Json;
using Elaoms.Core.Json;

namespace Elaoms.Core.Calls;

/// <summary>Reads from the platform's analysis whether a call settled what it was about.</summary>
internal static class Resolution
{
    private const int MaxCriteria = 200;

    // The owner of the agent chooses the ids. A criterion about the agent's manners, for example, says nothing of the request.
    private static readonly string[] WordsOfIds =
    [
        "resolved", "resolution", "solved", "fulfilled", "fulfilment", "fulfillment", "completed", "goal",
    ];

    /// <summary>
    /// Whether the request is still open. Evaluation criteria about that decide, and one that failed is enough. If none has a result,
    /// <c>call_successful</c> decides.
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

    /// <summary>Whether a judgement of the platform is <c>failure</c>.</summary>
    public static bool IsFailure(string? result) => string.Equals(result, "failure", StringComparison.OrdinalIgnoreCase);

    private static bool IsSuccess(string? result) => string.Equals(result, "success", StringComparison.OrdinalIgnoreCase);
}
