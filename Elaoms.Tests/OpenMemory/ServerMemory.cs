using System.Text.Json.Nodes;

namespace Elaoms.Tests.OpenMemory;

/// <summary>A memory as the server holds it.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="User">Whose.</param>
/// <param name="Given">The text that was given.</param>
/// <param name="Content">What is kept of it.</param>
/// <param name="Sector">Its sector.</param>
/// <param name="Metadata">What came with it.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="CreatedAt">When it was added, in Unix ms.</param>
public sealed record ServerMemory(string Id, string User, string Given, string Content, string Sector, JsonNode Metadata, JsonNode Tags, long CreatedAt);
