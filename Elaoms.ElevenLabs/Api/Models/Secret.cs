namespace Elaoms.ElevenLabs.Api.Models;

/// <summary>A secret of the workspace. Its value can be written and never read.</summary>
public sealed record StoredSecret(string SecretId, string Name, SecretUsers? UsedBy = null);

/// <summary>What uses a secret.</summary>
public sealed record SecretUsers
{
    /// <summary>Tools.</summary>
    public IReadOnlyList<NamedId> Tools { get; init => field = value ?? []; } = [];

    /// <summary>Agents.</summary>
    public IReadOnlyList<NamedId> Agents { get; init => field = value ?? []; } = [];

    /// <summary>Telephone numbers.</summary>
    public IReadOnlyList<NamedId> PhoneNumbers { get; init => field = value ?? []; } = [];

    /// <summary>MCP servers.</summary>
    public IReadOnlyList<NamedId> McpServers { get; init => field = value ?? []; } = [];

    /// <summary>The workspace itself.</summary>
    public IReadOnlyList<string> Others { get; init => field = value ?? []; } = [];

    /// <summary>Whether anything uses it.</summary>
    public bool Any => Tools.Count + Agents.Count + PhoneNumbers.Count + McpServers.Count + Others.Count > 0;
}

/// <summary>Something that uses something else.</summary>
public sealed record NamedId(string? Id, string? Name = null);

/// <summary>Writes a secret's value.</summary>
/// <param name="Type"><c>new</c> to create it, <c>update</c> to change it; the API requires it.</param>
public sealed record SecretBody(string Type, string Name, string Value);
