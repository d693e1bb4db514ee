using System.Text.Json;

namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>What is wrong: the old style is <c>err</c>, the new one <c>error</c>. What is no text was written by somebody else.</summary>
internal sealed record ErrorAnswer(JsonElement Err, JsonElement Error, JsonElement RetryAfter);
