using System.Security.Cryptography;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Storage.Azure;
using Elaoms.Storage.Local;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Benchmarks.Sweep;

/// <summary>A storage with payloads of the last days that all have a receipt.</summary>
internal sealed class SweptStorage(IServiceProvider services)
{
    private const int Days = 3;
    private const int RequestsAtATime = 16;

    public Task FillAsync(int payloads, CancellationToken cancellationToken)
        => services.GetService<AzureAccount>() is { } account
            ? FillAsync(account, payloads, cancellationToken)
            : FillAsync(services.GetRequiredService<SqliteDatabase>(), payloads, cancellationToken);

    private static async Task FillAsync(SqliteDatabase database, int payloads, CancellationToken cancellationToken)
        => await database.WriteAsync(
            """
            WITH RECURSIVE numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < ?1 - 1)
            INSERT INTO receipts (payload, receipt)
            SELECT
                strftime('%Y/%m/%d', 'now', printf('-%d days', i % ?2)) || '/' || lower(hex(randomblob(16)))
                    || printf('/post_call_transcription-%064x.json', i),
                CAST('{"version":1,"result":"learned","tries":1}' AS BLOB)
            FROM numbers
            """,
            cancellationToken,
            payloads,
            Days);

    private async Task FillAsync(AzureAccount account, int payloads, CancellationToken cancellationToken)
    {
        foreach (var container in account.Containers)
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        foreach (var queue in account.Queues)
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var receipts = services.GetRequiredService<IReceipts>();
        var now = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, payloads),
            new ParallelOptions { MaxDegreeOfParallelism = RequestsAtATime, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                var name = PayloadName.Of(
                    now.AddDays(-(i % Days)),
                    new PostCallEvent(PostCallEventType.Transcription, i, $"conv_{i}"),
                    SHA256.HashData(BitConverter.GetBytes(i)));
                await account.Payloads.GetBlobClient(name.Value).UploadAsync(BinaryData.FromString("{}"), overwrite: true, token);
                await receipts.WriteAsync(name, new Receipt(ReceiptResult.Learned, Reason: null, 1), token);
            });
    }
}
