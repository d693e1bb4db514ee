using Elaoms.Hosting;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Reconcile;
using Elaoms.Functions;
using Elaoms.Web;
using Elaoms.Web.Http;
using Elaoms.WebConsole;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

// Requests come through Kestrel. Otherwise a chunked body, such as a recording, arrives empty.
// Source: https://github.com/Azure/azure-functions-host/issues/4926
builder.ConfigureFunctionsWebApplication();
builder.AddElaomsLogging();

// The name under which the host serves this app; localhost:7071 on a developer's machine.
var ownName = builder.Configuration["WEBSITE_HOSTNAME"];
string[] ownAddresses = ownName is null ? [] : [$"https://{ownName}", $"http://{ownName}"];
var reading = new SettingsReader(builder.Configuration).Read(ownAddresses, needsAzure: true);
if (reading.Settings is not { } settings)
{
    await Console.Error.WriteLineAsync(reading.Describe());
    return 1;
}

builder.Services
    .Configure<KestrelServerOptions>(ServerLimits.ApplyBehindHost)
    .AddElaoms(settings)
    .AddReconciliation(settings, settings.ElevenLabsReadKey)
    .AddElaomsWeb(isBehindHost: true)
    .AddElaomsConsole()
    .AddElaomsTelemetry(builder.Configuration);

builder.Services.StartWorkerLast();
await builder.Build().RunAsync();
return 0;
