using System.Text.Json;

namespace Elaoms.Indexes.OpenMemory.Wire;

/// <summary>A memory as the server has it.</summary>
internal sealed record StoredMemory(string? Id, string? Content, JsonElement Metadata)
{
    /// <summary>What we noted beside it; null when somebody else wrote it.</summary>
    public MemoryMetadata? Ours
        => Text("elaoms_text") is { } mark ? new MemoryMetadata(Text("sector"), Text("elaoms_id"), Text("elaoms_caller"), mark) : null;

    private string? Text(string name)
        => Metadata.ValueKind == JsonValueKind.Object && Metadata.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
