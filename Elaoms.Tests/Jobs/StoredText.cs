using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Elaoms.Core.Settings;
using Elaoms.Storage.Azure;
using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Jobs;

/// <summary>All that a storage holds, byte for byte, past every port.</summary>
public static class StoredText
{
    /// <summary>Which of some texts stand there.</summary>
    public static Task<IReadOnlyList<string>> FoundAsync(IEnumerable<string> texts, Stores stores)
        => FoundAsync(texts, stores, _ => true);

    /// <summary>Which of some texts stand anywhere but in the archive of payloads and the files of jobs.</summary>
    public static Task<IReadOnlyList<string>> FoundBesidePayloadsAsync(IEnumerable<string> texts, Stores stores)
    {
        string[] archive = stores.Get<ElaomsSettings>() is { Azure: null } settings
            ? [settings.PayloadStoragePath]
            : ["payloads/", "recordings/", "jobs/"];
        return FoundAsync(texts, stores, name => !archive.Any(place => name.StartsWith(place, StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<string>> FoundAsync(IEnumerable<string> texts, Stores stores, Func<string, bool> isWanted)
    {
        var stored = (await ReadAsync(stores)).Where(place => isWanted(place.Name)).ToList();
        return [.. texts.Where(text => stored.Any(place => place.Content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0))];
    }

    private static async Task<List<(string Name, byte[] Content)>> ReadAsync(Stores stores)
    {
        var settings = stores.Get<ElaomsSettings>();
        return settings.Azure is null
            ? [.. FilesBelow(settings.PayloadStoragePath), .. FilesBelow(Path.GetDirectoryName(settings.DatabasePath)!)]
            : await ReadAsync(stores.Get<AzureAccount>());
    }

    private static IEnumerable<(string, byte[])> FilesBelow(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        // It is empty, and locked.
        .Where(path => !path.EndsWith(".worker", StringComparison.Ordinal))
        .Select(path => (path, Read(path)));

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        return content[..file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }

    private static async Task<List<(string, byte[])>> ReadAsync(AzureAccount account)
    {
        var all = new List<(string, byte[])>();
        foreach (var container in account.Containers)
        {
            await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions(), CancellationToken.None))
            {
                var content = await container.GetBlobClient(blob.Name).DownloadContentAsync(CancellationToken.None);
                all.Add(($"{container.Name}/{blob.Name}", [.. Encoding.UTF8.GetBytes(blob.Name), .. content.Value.Content.ToArray()]));
            }
        }

        foreach (var table in account.Tables)
        {
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: CancellationToken.None))
                all.Add((table.Name, Encoding.UTF8.GetBytes(string.Join('\n', row.Select(field => $"{field.Key} {field.Value}")))));
        }

        foreach (var queue in account.Queues)
        {
            foreach (var message in (await queue.PeekMessagesAsync(32, CancellationToken.None)).Value)
                all.Add((queue.Name, message.Body.ToArray()));
        }

        return all;
    }
}
