using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Elaoms.FunctionsHost.Rpc;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace Elaoms.FunctionsHost;

/// <summary>Takes the messages of one queue to the function that it triggers.</summary>
internal sealed class QueueListener
{
    private const string PoisonSuffix = "-poison";

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);

    private readonly PlayedFunctionsHost _host;
    private readonly Function _function;
    private readonly HostJson _settings;
    private readonly TimeSpan _hiddenInFlight;
    private readonly QueueClient _queue;
    private readonly QueueClient? _poison;
    private readonly List<Task> _inProgress = [];

    /// <param name="host">Runs the function.</param>
    /// <param name="function">The function.</param>
    /// <param name="settings">How queues are read.</param>
    /// <param name="account">The storage account's connection string.</param>
    /// <param name="hiddenInFlight">How long a message stays hidden whose host has died.</param>
    public QueueListener(PlayedFunctionsHost host, Function function, HostJson settings, string account, TimeSpan hiddenInFlight)
    {
        (_host, _function, _settings, _hiddenInFlight) = (host, function, settings, hiddenInFlight);
        var options = new QueueClientOptions(QueueClientOptions.ServiceVersion.V2024_11_04)
        {
            MessageEncoding = settings.IsTextPlain ? QueueMessageEncoding.None : QueueMessageEncoding.Base64,
        };
        var name = function.Text("queueName")!;
        _queue = new QueueClient(account, name, options);
        // A queue of poison has none of its own.
        _poison = name.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? null : new QueueClient(account, name + PoisonSuffix, options);
    }

    /// <summary>Polls until told to stop, then waits for what is in progress.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wait = FirstPoll;
        try
        {
            while (true)
            {
                _inProgress.RemoveAll(task => task.IsCompleted);
                var taken = _inProgress.Count <= _settings.NewBatchThreshold ? await TakeAsync(cancellationToken) : 0;
                wait = taken > 0 || _inProgress.Count > 0
                    ? FirstPoll
                    : TimeSpan.FromTicks(Math.Min((wait * 2).Ticks, _settings.MaxPollingInterval.Ticks));
                await Task.Delay(wait, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(_inProgress);
        }
    }

    private async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var messages = (await _queue.ReceiveMessagesAsync(_settings.BatchSize, _hiddenInFlight, cancellationToken)).Value;
            _inProgress.AddRange(messages.Select(message => ProcessAsync(message, cancellationToken)));
            return messages.Length;
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException)
        {
            // The queue is not there yet, or the account is out of reach.
            return 0;
        }
    }

    private async Task ProcessAsync(QueueMessage message, CancellationToken stop)
    {
        var isGivenUp = _poison is not null && message.DequeueCount > _settings.MaxDequeueCount;
        var succeeded = !isGivenUp && await SucceedsAsync(message, stop);
        if (_host.IsKilled)
            return;
        try
        {
            if (succeeded)
                await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, CancellationToken.None);
            else if (_poison is not null && message.DequeueCount >= _settings.MaxDequeueCount)
                await MoveToPoisonAsync(message);
            else
                await _queue.UpdateMessageAsync(
                    message.MessageId, message.PopReceipt, visibilityTimeout: _settings.VisibilityTimeout,
                    cancellationToken: CancellationToken.None);
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException)
        {
            _host.Console.Write(
                LogLevel.Error, "Host.Triggers.Queues", $"A message of {_queue.Name} could not be completed: {fault.GetType().Name}");
        }
    }

    private async Task MoveToPoisonAsync(QueueMessage message)
    {
        _host.Console.Write(
            LogLevel.Error,
            "Host.Triggers.Queues",
            $"Message has reached MaxDequeueCount of {_settings.MaxDequeueCount}. Moving message to queue '{_poison!.Name}'.");
        await _poison.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        await _poison.SendMessageAsync(message.Body, cancellationToken: CancellationToken.None);
        await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, CancellationToken.None);
    }

    private async Task<bool> SucceedsAsync(QueueMessage message, CancellationToken stop)
    {
        try
        {
            return (await _host.InvokeAsync(_function, Request(message), stop)).Status == StatusResult.Types.Status.Success;
        }
        catch (Exception fault) when (fault is WorkerDiedException or OperationCanceledException)
        {
            return false;
        }
    }

    private InvocationRequest Request(QueueMessage message)
    {
        var content = new JsonObject
        {
            ["MessageId"] = message.MessageId,
            ["PopReceipt"] = message.PopReceipt,
            ["MessageText"] = message.Body.ToString(),
            ["DequeueCount"] = message.DequeueCount,
            ["NextVisibleOn"] = message.NextVisibleOn,
            ["InsertedOn"] = message.InsertedOn,
            ["ExpiresOn"] = message.ExpiresOn,
        };
        var request = new InvocationRequest();
        request.InputData.Add(new ParameterBinding
        {
            Name = _function.Parameter,
            Data = new TypedData
            {
                ModelBindingData = new ModelBindingData
                {
                    Version = "1.0",
                    Source = "AzureStorageQueues",
                    ContentType = "application/json",
                    Content = ByteString.CopyFromUtf8(content.ToJsonString()),
                },
            },
        });
        request.TriggerMetadata.Add("QueueTrigger", new TypedData { String = message.Body.ToString() });
        request.TriggerMetadata.Add("Id", new TypedData { String = message.MessageId });
        request.TriggerMetadata.Add("PopReceipt", new TypedData { String = message.PopReceipt });
        request.TriggerMetadata.Add("DequeueCount", new TypedData { Json = message.DequeueCount.ToString(CultureInfo.InvariantCulture) });
        request.TriggerMetadata.Add("InsertionTime", new TypedData { Json = JsonSerializer.Serialize(message.InsertedOn) });
        request.TriggerMetadata.Add("ExpirationTime", new TypedData { Json = JsonSerializer.Serialize(message.ExpiresOn) });
        request.TriggerMetadata.Add("NextVisibleTime", new TypedData { Json = JsonSerializer.Serialize(message.NextVisibleOn) });
        return request;
    }
}
