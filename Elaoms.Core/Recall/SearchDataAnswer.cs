using System.Text.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;

namespace Elaoms.Core.Recall;

/// <summary>The answer to a search.</summary>
/// <param name="Profile">What is known of the caller; null when nothing is.</param>
/// <param name="Memories">What was found, best first.</param>
public sealed record SearchDataAnswer(CallerProfile? Profile, IReadOnlyList<FoundMemory> Memories)
{
    /// <summary>The answer for somebody who has no memory here, and under any fault.</summary>
    public static SearchDataAnswer Nothing { get; } = new(null, []);

    /// <summary>Writes the answer: profile, memories, and both as a short text for a prompt.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        var told = new ToldProfile(Profile);
        writer.WriteStartObject();
        if (Profile is null)
        {
            writer.WriteNull("profile"u8);
        }
        else
        {
            writer.WriteStartObject("profile"u8);
            writer.WriteString("name"u8, told.Name);
            writer.WriteString("name_confidence"u8, told.NameConfidence?.WireName());
            writer.WriteString("summary"u8, told.Summary);
            writer.WriteString("phone_number"u8, told.PhoneNumber);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("memories"u8);
        foreach (var found in Memories)
            Write(writer, found);
        writer.WriteEndArray();
        writer.WriteString("context"u8, PromptContext.Of(this, told));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FoundMemory found)
    {
        var memory = found.Memory;
        writer.WriteStartObject();
        writer.WriteString("content"u8, OutgoingText.Line(memory.Text, OutgoingText.MaxMemoryLength));
        writer.WriteString("sector"u8, memory.Sector.WireName());
        writer.WriteNumber("salience"u8, memory.Salience);
        writer.WriteNumber("relevance"u8, found.Relevance);
        writer.WriteString("timestamp"u8, memory.Time.UtcDateTime);
        writer.WriteString("role"u8, memory.Role);
        writer.WriteString("conversation_id"u8, OutgoingText.Line(memory.ConversationId, OutgoingText.MaxIdLength));
        if (memory.Turn is { } turn)
            writer.WriteNumber("turn"u8, turn);
        else
            writer.WriteNull("turn"u8);
        writer.WriteNumber("count"u8, found.Count);
        writer.WriteString("confidence"u8, found.Confidence?.WireName());
        writer.WriteStartArray("superseded"u8);
        foreach (var value in found.Over)
            writer.WriteStringValue(OutgoingText.Line(value, OutgoingText.MaxValueLength));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

/// <summary>Why a search finds nothing.</summary>
public enum NothingFound
{
    /// <summary>Nothing of the caller is stored.</summary>
    NoRecord,

    /// <summary>The caller opted out.</summary>
    OptedOut,

    /// <summary>Many people share the line, and the query names none of them whose calls may be searched.</summary>
    SharedLine,

    /// <summary>Nothing is relevant enough.</summary>
    NotRelevant,
}

/// <summary>What a search found, with what it was made of.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Index">The index that was searched; null when none was.</param>
/// <param name="Own">What our own index found.</param>
/// <param name="Rankings">What the engines beside it found.</param>
internal sealed record FoundMemories(
    SearchDataAnswer Answer, CallerIndex? Index, IReadOnlyList<FoundMemory> Own, IReadOnlyList<EngineRanking> Rankings)
{
    /// <summary>Why nothing was searched.</summary>
    public NothingFound? Because { get; private init; }

    public static FoundMemories Nothing(NothingFound because) => new(SearchDataAnswer.Nothing, null, [], []) { Because = because };
}

/// <summary>What an engine found.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="Weight">How much its places count.</param>
/// <param name="Ids">The memories, best first.</param>
internal sealed record EngineRanking(string Engine, double Weight, IReadOnlyList<string> Ids);
