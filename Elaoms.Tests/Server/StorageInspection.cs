using System.Text.Json;
using Azure.Storage.Blobs;
using Elaoms.Core.Calls;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Storage.Azure;
using Elaoms.Storage.Local;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>Looks at what no port lists, and holds all records to what a record promises.</summary>
internal static class StorageInspection
{
    /// <summary>Every record.</summary>
    public static async Task<IReadOnlyList<CallerRecord>> ReadAllAsync(IServiceProvider services)
    {
        var (records, profiles) = services.GetService<AzureAccount>() is { } account
            ? (await KeysAsync(account.Callers, "/record.json"), await KeysAsync(account.Callers, "/profile.json"))
            : (Keys(services, "callers"), Keys(services, "profiles"));
        Assert.Equal(records, profiles, StringComparer.Ordinal);

        return await Task.WhenAll(records.Select(key => ReadAsync(services, new CallerKey(key))));
    }

    public static async Task<byte[]> ReadRecordingAsync(IServiceProvider services, PayloadName payload)
        => services.GetService<AzureAccount>() is { } account
            ? (await account.Recordings.GetBlobClient(payload.AudioName).DownloadContentAsync(CancellationToken.None)).Value.Content
                .ToArray()
            : await File.ReadAllBytesAsync(
                Path.Combine(services.GetRequiredService<ElaomsSettings>().PayloadStoragePath, payload.AudioName), CancellationToken.None);

    private static async Task<CallerRecord> ReadAsync(IServiceProvider services, CallerKey key)
    {
        var record = (await services.GetRequiredService<CallerRecords>().ReadAsync(key, CancellationToken.None))!.Value;
        var profile = (await services.GetRequiredService<IDocumentStore<CallerProfile>>().ReadAsync(key, CancellationToken.None))?.Value;
        IsConsistent(record);
        Assert.Equal(
            JsonSerializer.Serialize(ProfileBuilder.Build(record), CallerJson.Default.CallerProfile),
            JsonSerializer.Serialize(profile! with { Told = null }, CallerJson.Default.CallerProfile));
        Assert.Equal(new ProfileTeller().Tell(profile), profile.Told);
        return record;
    }

    private static async Task<List<string>> KeysAsync(BlobContainerClient callers, string file)
    {
        var names = await callers.GetBlobsAsync(cancellationToken: CancellationToken.None).Select(blob => blob.Name).ToListAsync();
        return [.. names.Where(name => name.EndsWith(file, StringComparison.Ordinal))
            .Select(name => name[..^file.Length]).Order(StringComparer.Ordinal)];
    }

    private static List<string> Keys(IServiceProvider services, string table) => services.GetRequiredService<SqliteDatabase>().Read(
        $"SELECT key FROM {table} ORDER BY key",
        row =>
        {
            var read = new List<string>();
            while (row.Read())
                read.Add(row.GetString(0));
            return read;
        });

    private static void IsConsistent(CallerRecord record)
    {
        var conversations = record.Calls.Select(call => call.ConversationId).ToList();
        Assert.Distinct(conversations, StringComparer.Ordinal);
        Assert.Distinct(record.Memories.Select(memory => memory.Id), StringComparer.Ordinal);
        var known = conversations.ToHashSet(StringComparer.Ordinal);
        Assert.All(record.Memories, memory => Assert.Contains(memory.ConversationId, known));
        Assert.All(record.Facts, fact => Assert.Contains(fact.Source.ConversationId, known));
        Assert.True(record.Revision >= conversations.Count);
        // One that is less believed may stand beside the one that is more.
        Assert.Distinct(
            record.Known().Current.Select(fact => $"{fact.Key} {fact.Confidence} {(fact.Kind.IsMany ? fact.Value : "")}"),
            StringComparer.Ordinal);
    }
}
