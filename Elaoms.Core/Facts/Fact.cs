namespace Elaoms.Core.Callers;

/// <summary>Something that is or was so about the caller. Facts are superseded, never overwritten.</summary>
/// <param name="Key">What it is about, in lower case with underscores.</param>
/// <param name="Value">What is so.</param>
/// <param name="ValidFrom">The start of the call that said so.</param>
/// <param name="ValidTo">The start of the call that said otherwise; null while it holds.</param>
/// <param name="Source">What it rests on.</param>
public sealed record Fact(string Key, string Value, DateTimeOffset ValidFrom, DateTimeOffset? ValidTo, FactSource Source);
