namespace Elaoms.Core.Records.Facts;

/// <summary>What a fact rests on.</summary>
/// <param name="ConversationId">The call it comes from.</param>
/// <param name="Kind">
/// How it was found: <see cref="DataCollection"/>, <see cref="Statement"/>, <see cref="CallSummary"/>, <see cref="FailedCall"/>
/// or <see cref="Report"/>.
/// </param>
/// <param name="Turn">The turn that says so, as its 0-based position in the transcript; null when none does.</param>
/// <param name="Quote">The words it rests on; null when it rests on the platform's analysis.</param>
public sealed record FactSource(string ConversationId, string Kind, int? Turn = null, string? Quote = null)
{
    /// <summary>The platform's analysis collected it.</summary>
    public const string DataCollection = "data_collection";

    /// <summary>The caller said so.</summary>
    public const string Statement = "statement";

    /// <summary>The call that it was asked for in has failed.</summary>
    public const string FailedCall = "failed_call";

    /// <summary>The agent, after the turn that is given, or the platform's summary reports that it is done.</summary>
    public const string Report = "report";

    /// <summary>The platform's summary of the call says so.</summary>
    public const string CallSummary = "call_summary";
}
