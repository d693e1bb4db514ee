using System.Security.Cryptography;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Health;

/// <summary>
/// Does once what the first call needs, before somebody waits for it: connections to the storage are open before requests are taken, and
/// the words of learning and searching are read soon after. Nothing is counted or stored.
/// </summary>
public sealed partial class WarmUp(
    IDocumentStore<CallerProfile> profiles,
    CallerIndexes indexes,
    CallExtractor extractor,
    TimeProvider time,
    ILogger<WarmUp> logger) : BackgroundService, IHostedLifecycleService
{
    private const string Conversation = "conv_warm_up";

    // A storage that is down must not keep the app from starting.
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(2);

    // The first requests are answered before. No call ends sooner, and few ask for something sooner.
    private static readonly TimeSpan LearnAfter = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var nobody = new CallerKey(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes)));
        return TryAsync(
            token => Task.WhenAll(
                profiles.ReadAsync(nobody, token).AsTask(), indexes.GetAsync(nobody, StorageTimeout, token).AsTask())
                .WaitAsync(StorageTimeout, time, token),
            cancellationToken);
    }

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _started.TrySetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _started.Task.WaitAsync(stoppingToken);
        await Task.Delay(LearnAfter, time, stoppingToken);
        await TryAsync(LearnAndSearchAsync, stoppingToken);
    }

    private async Task TryAsync(Func<CancellationToken, Task> warmUp, CancellationToken cancellationToken)
    {
        try
        {
            await warmUp(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever fails here is met again by whoever needs it.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFault(fault.GetType().Name);
        }
    }

    private async Task LearnAndSearchAsync(CancellationToken cancellationToken)
    {
        var caller = new Caller(CallerKind.Line, Conversation);
        var call = new Call
        {
            CallerIdentification = CallerIdentification.Known,
            Caller = caller,
            Turns =
            [
                new Turn(0, Turn.AgentRole, "Hello, may I have your name and your number, please?", 0),
                new Turn(1, Turn.UserRole, "My name is Ana Lopez, and it is 202 555 0123.", 2),
            ],
            Collected = [],
        };
        var payload = PayloadName.Of(
            time.GetUtcNow(),
            new PostCallEvent(PostCallEventType.Transcription, EventTimestamp: null, Conversation),
            RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));
        var extracted = await extractor.ExtractAsync(call, Conversation, payload, eventTimestamp: null, cancellationToken);
        var index = new CallerIndex(new CallerRecord { Caller = caller }.With(extracted));
        using var writer = new Utf8JsonWriter(Stream.Null);
        new SearchDataAnswer(index.Profile, index.Search("what is my number", count: 3)).WriteTo(writer);
    }

    [LoggerMessage(4002, LogLevel.Warning, "The first call may take longer, because the warm-up failed: {Fault}")]
    private partial void LogFault(string fault);
}
