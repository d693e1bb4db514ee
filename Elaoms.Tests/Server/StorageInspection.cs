using System.Text.Json;
using Elaoms.Core.Callers;
using Elaoms.Storage.Local;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>Looks at all records of a store, and holds them to what a record promises.</summary>
public static class StoreInspection
{
    /// <summary>Every record, with its profile's revision.</summary>
    public static Task<IReadOnlyList<CallerRecord>> ReadAllAsync(TestServer server) => ReadAllAsync(server.Get<SqliteDatabase>());

    public static async Task<IReadOnlyList<CallerRecord>> ReadAllAsync(SqliteDatabase database)
    {
        var keys = database.Read("SELECT key FROM callers ORDER BY key", row =>
        {
            var read = new List<string>();
            while (row.Read())
                read.Add(row.GetString(0));
            return read;
        });
        var store = new SqliteCallerStore(database);
        var records = new List<CallerRecord>();
        foreach (var key in keys)
        {
            var record = (await store.ReadAsync(new CallerKey(key), CancellationToken.None))!.Record;
            var profile = await store.ReadProfileAsync(new CallerKey(key), CancellationToken.None);
            IsConsistent(record);
            Assert.Equal(
                JsonSerializer.Serialize(ProfileBuilder.Build(record), CallerJson.Default.CallerProfile),
                JsonSerializer.Serialize(profile, CallerJson.Default.CallerProfile!));
            records.Add(record);
        }

        Assert.Equal(records.Count, database.Read("SELECT count(*) FROM profiles", row => row.Read() ? row.GetInt32(0) : 0));
        return records;
    }

    private static void IsConsistent(CallerRecord record)
    {
        var conversations = record.Calls.Select(call => call.ConversationId).ToList();
        Assert.Distinct(conversations, StringComparer.Ordinal);
        Assert.Distinct(record.Memories.Select(memory => memory.Id), StringComparer.Ordinal);
        var known = conversations.ToHashSet(StringComparer.Ordinal);
        Assert.All(record.Memories, memory => Assert.Contains(memory.ConversationId, known));
        Assert.All(record.Facts, fact => Assert.Contains(fact.Source.ConversationId, known));
        Assert.True(record.Revision >= conversations.Count);
        Assert.Distinct(record.CurrentFacts.Select(fact => fact.Key), StringComparer.Ordinal);
    }
}
