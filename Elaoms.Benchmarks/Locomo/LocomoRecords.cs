using System.Security.Cryptography;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Extraction;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>The callers' records, drawn from the payloads as the product draws them.</summary>
internal static class LocomoRecords
{
    private static readonly CallExtractor Extractor = new ServiceCollection().AddElaomsExtraction().AddSingleton<CallExtractor>()
        .BuildServiceProvider().GetRequiredService<CallExtractor>();

    /// <summary>The record of a conversation.</summary>
    public static CallerRecord Of(LocomoConversation conversation, string number)
    {
        Caller.Read(number, out var caller);
        var record = new CallerRecord { Caller = caller! };
        foreach (var call in conversation.Calls)
        {
            var payload = LocomoPayloads.Of(conversation, call, number);
            var received = PostCallEventReader.Read(payload)!;
            using var document = JsonDocument.Parse(payload);
            var name = PayloadName.Of(call.Start, received, SHA256.HashData(payload));
            // The built-in sources of facts finish at once.
            record = record.With(Extractor.ExtractAsync(
                CallReader.Read(document.RootElement.GetProperty("data")),
                received.ConversationId!,
                name,
                received.EventTimestamp,
                CancellationToken.None).GetAwaiter().GetResult());
        }

        return record;
    }

    /// <summary>One caller with the calls of all.</summary>
    public static CallerRecord All(IReadOnlyList<CallerRecord> records) => records[0] with
    {
        Calls = [.. records.SelectMany(record => record.Calls)],
        Facts = [.. records.SelectMany(record => record.Facts)],
        Memories = [.. records.SelectMany(record => record.Memories)],
    };

    /// <summary>One caller with so many turns: those of all records, again and again, as further calls.</summary>
    public static CallerRecord Joined(IReadOnlyList<CallerRecord> records, int turns)
    {
        var memories = new List<Memory>(turns);
        for (var copy = 0; memories.Count < turns; copy++)
        {
            foreach (var memory in records.SelectMany(record => record.Memories).Take(turns - memories.Count))
            {
                // Of another call each time, and in other words, so that nothing is folded.
                memories.Add(memory with
                {
                    Id = $"{memory.Id}-{copy}",
                    ConversationId = $"{memory.ConversationId}-{copy}",
                    Text = copy == 0 ? memory.Text : $"{memory.Text} copy{copy}",
                });
            }
        }

        return records[0] with { Memories = memories };
    }
}
