namespace Elaoms.Core.Callers;

/// <summary>What a fact rests on.</summary>
/// <param name="ConversationId">The call it comes from.</param>
/// <param name="Kind">How it was found: <see cref="DataCollection"/>.</param>
public sealed record FactSource(string ConversationId, string Kind)
{
    /// <summary>The platform's analysis collected it.</summary>
    public const string DataCollection = "data_collection";
}
