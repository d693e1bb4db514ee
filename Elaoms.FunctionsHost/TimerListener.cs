using Cronos;
using Elaoms.FunctionsHost.Rpc;

namespace Elaoms.FunctionsHost;

/// <summary>Runs the function of a timer when its schedule says.</summary>
internal sealed class TimerListener(PlayedFunctionsHost host, Function function, TimeProvider time)
{
    /// <summary>Runs until told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var schedule = CronExpression.Parse(function.Text("schedule")!, CronFormat.IncludeSeconds);
        try
        {
            while (true)
            {
                var now = time.GetUtcNow();
                await Task.Delay(schedule.GetNextOccurrence(now.UtcDateTime)!.Value - now.UtcDateTime, time, cancellationToken);
                await FireAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task FireAsync(CancellationToken cancellationToken)
    {
        var request = new InvocationRequest();
        request.InputData.Add(new ParameterBinding
        {
            Name = function.Parameter,
            Data = new TypedData { Json = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""" },
        });
        try
        {
            await host.InvokeAsync(function, request, cancellationToken);
        }
        catch (WorkerDiedException)
        {
            // The next time comes.
        }
    }
}
