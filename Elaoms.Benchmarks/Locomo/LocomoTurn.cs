namespace Elaoms.Benchmarks.Locomo;

/// <summary>A turn.</summary>
/// <param name="Id">Its id within the conversation.</param>
/// <param name="Role">Who said it, as on the wire.</param>
/// <param name="Text">What was said.</param>
internal sealed record LocomoTurn(string Id, string Role, string Text);
