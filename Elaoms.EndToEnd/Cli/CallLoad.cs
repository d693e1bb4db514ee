using System.Collections.Concurrent;
using System.Globalization;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>Several senders that deliver one call after the other, and remember which were acknowledged.</summary>
internal sealed class CallLoad
{
    private const int Senders = 4;
    private const int Callers = 40;

    private readonly ConcurrentDictionary<string, int> _acknowledged = new(StringComparer.Ordinal);
    private int _sent;
    private int _refused;

    /// <summary>How many calls were answered with 200.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>How many calls were sent.</summary>
    public int Sent => _sent;

    /// <summary>How many deliveries were answered with 503.</summary>
    public int Refused => _refused;

    /// <summary>
    /// Sends until told to stop, or until the server is gone. A call that is answered with 503 is sent again, as ElevenLabs does.
    /// </summary>
    /// <param name="webhooks">The server.</param>
    /// <param name="stop">Ends the sending.</param>
    /// <param name="most">So many calls are sent at most.</param>
    public Task SendAsync(WebhookCaller webhooks, CancellationToken stop, int most = int.MaxValue)
    {
        var last = most == int.MaxValue ? most : _sent + most;
        return Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendInTurnAsync(webhooks, last, stop)));
    }

    /// <summary>
    /// Demands that every acknowledged call is found by its caller, once. On a busy machine a search may be late, and then finds nothing.
    /// </summary>
    public Task EachIsFoundAsync(WebhookCaller webhooks) => Parallel.ForEachAsync(
        _acknowledged,
        new ParallelOptions { MaxDegreeOfParallelism = 4 },
        async (call, _) =>
        {
            var found = 0;
            await Eventually.IsTrueAsync(
                async () => (found = await CountAsync(webhooks, call.Value, Token(call.Key))) > 0, $"{call.Key} is found");
            Assert.Equal(1, found);
        });

    /// <summary>
    /// Demands that every acknowledged call is in its caller's record, once and whole, and that every payload has been dealt with.
    /// </summary>
    public async Task EachIsStoredOnceAsync(ServerSettings settings)
    {
        await using var services = StorageView.Open(settings);
        var stored = new StorageView(services);
        await stored.RecordsAsync();
        for (var caller = 0; caller < Callers; caller++)
        {
            var record = await stored.RecordOfAsync(Number(caller));
            foreach (var (conversation, _) in _acknowledged.Where(call => call.Value == caller))
            {
                Assert.Single(record!.Calls, call => call.ConversationId == conversation);
                Assert.Equal([0, 1], record.Memories.Where(memory => memory.ConversationId == conversation).Select(memory => memory.Turn));
            }
        }
    }

    private async Task SendInTurnAsync(WebhookCaller webhooks, int last, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _sent);
            if (number > last)
                return;
            var (conversation, caller) = ($"conv_{number}", number % Callers);
            var body = Payloads.Call(Number(caller), conversation, 1_790_000_000 + number, $"I said {Token(conversation)}.", "Goodbye.");
            try
            {
                while (!await IsAcknowledgedAsync(webhooks, body))
                {
                    if (stop.IsCancellationRequested)
                        return;
                }
            }
            catch (HttpRequestException)
            {
                // Killed in between: not acknowledged, whatever became of it.
                return;
            }

            _acknowledged[conversation] = caller;
        }
    }

    private async Task<bool> IsAcknowledgedAsync(WebhookCaller webhooks, byte[] body)
    {
        var answer = await webhooks.DeliverAsync(body);
        if (answer.Status != 503)
        {
            answer.IsOk();
            return true;
        }

        Interlocked.Increment(ref _refused);
        return false;
    }

    private static string Token(string conversation) => conversation.Replace("conv_", "zqword", StringComparison.Ordinal) + "x";

    private static string Number(int caller) => string.Create(CultureInfo.InvariantCulture, $"+120255501{caller:00}");

    private static async Task<int> CountAsync(WebhookCaller webhooks, int caller, string token)
        => (await webhooks.SearchDataAsync(Number(caller), token)).IsOk().Found
            .Count(said => said.Contains(token, StringComparison.Ordinal));
}
