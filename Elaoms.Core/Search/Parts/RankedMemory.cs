using Elaoms.Core.Injection;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Search.Parts;

/// <summary>A memory with what is to be told of it.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Said">How often the facts that it states were said, in whatever words.</param>
/// <param name="Over">The values of the facts that it states and that hold no longer.</param>
internal sealed record RankedMemory(Memory Memory, int Said, IReadOnlyList<string> Over)
{
    /// <summary>The fact that the memory was made of; null when it is a turn or a summary.</summary>
    public CurrentFact? Fact { get; init; }

    /// <summary>Whether it must not be told by itself: it instructs the model, or claims an authority that nobody checked.</summary>
    public bool IsWithheld => Fact is null
        ? PromptInjection.BuiltIn.IsIn(Memory.Text) || (Memory.Role is null && PromptInjection.BuiltIn.ClaimsAuthority(Title(Memory.Text)))
        : AuthorityKeys.BuiltIn.Has(Fact.Key) || PromptInjection.BuiltIn.ClaimsAuthority(Fact.Value);

    // A memory of a whole call begins with the call's title.
    private static string Title(string text) => text.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
}
