using Elaoms.WebConsole;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Elaoms.Functions;

/// <summary>The console. Anonymous to the Functions host, because it has sessions of its own.</summary>
public sealed class ConsoleFunctions(ConsoleEndpoint console)
{
    /// <summary>Every page of it.</summary>
    [Function("Console")]
    public Task ConsoleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = "console/{*path}")] HttpRequest request)
        => console.HandleAsync(request.HttpContext);
}
