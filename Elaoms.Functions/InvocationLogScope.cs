using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Elaoms.Functions;

/// <summary>Marks the log lines of a function with the id of its invocation. The host discards lines without one.</summary>
/// <remarks>
/// The worker marks them itself, but since Worker.OpenTelemetry 1.2.0 only under OpenTelemetry's name, which the writer to the host does
/// not know (https://github.com/Azure/azure-functions-dotnet-worker/issues/3489). The older schema brings the lines back, but then each
/// exported span of a function is called "Invoke" and counts as a request beside the host's.
/// </remarks>
internal sealed class InvocationLogScope(ILogger<InvocationLogScope> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>The name of the id in a scope, as the worker's writer to the host looks for it.</summary>
    public const string InvocationId = "AzureFunctions_InvocationId";

    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var scope = logger.BeginScope(new KeyValuePair<string, object>[] { new(InvocationId, context.InvocationId) });
        await next(context);
    }
}
