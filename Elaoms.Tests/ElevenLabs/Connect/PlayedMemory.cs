using System.Text.Json.Nodes;
using Elaoms.Core.Signing;
using Elaoms.ElevenLabs.Connect;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.Tests.Cli.Doctor;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Tests.ElevenLabs.Connect;

/// <summary>A deployment of ELAOMS, reduced to keys, signatures and variables, with its settings.</summary>
internal sealed class PlayedMemory : IDeployment, IAsyncDisposable
{
    public const string ClientDataKey = "client-data-key-0123456789";
    public const string SearchDataKey = "search-data-key-0123456789";

    private readonly List<string> _secrets = [];
    private SomeServer _server = null!;

    public Uri Address => _server.Address;

    public string Name => "the settings";

    public string? HowToReload => "Start it again";

    /// <summary>The variables that it answers beside its own.</summary>
    public JsonObject Further { get; private set; } = [];

    /// <summary>Whether it answers a call's token.</summary>
    public bool HasToken { get; set; } = true;

    /// <summary>How many times it is asked whether it accepts a secret before it does.</summary>
    public int Slowness { get; set; }

    /// <summary>What <c>connect</c> may not do any more, since its process was killed.</summary>
    public bool IsDead { get; set; }

    public IReadOnlyList<string> Secrets => _secrets;

    /// <summary>Loses the secrets.</summary>
    public void Forget() => _secrets.Clear();

    public static async Task<PlayedMemory> StartAsync()
    {
        var memory = new PlayedMemory();
        memory._server = await SomeServer.StartAsync(memory.AnswerAsync);
        return memory;
    }

    public Task<IReadOnlyList<string>> ReadPostCallSecretsAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<string>>([.. _secrets]);

    public Task AddPostCallSecretAsync(string secret, CancellationToken cancellationToken)
    {
        if (!IsDead)
            _secrets.Add(secret);
        return Task.CompletedTask;
    }

    public Task WriteVariablesAsync(string json, CancellationToken cancellationToken)
    {
        if (!IsDead)
            Further = JsonNode.Parse(json)!.AsObject();
        return Task.CompletedTask;
    }

    public string? HowToKeepVariables(string json) => null;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var (status, answer) = context.Request.Path.Value switch
        {
            MemoryRoutes.ClientData => context.Request.Headers["X-Api-Key"] == ClientDataKey ? (200, Variables()) : (401, "{}"),
            MemoryRoutes.SearchData => (context.Request.Headers["X-Api-Key"] == SearchDataKey ? 400 : 401, "{}"),
            _ => (IsSigned(context, body.ToArray()) ? body.Length > 2 ? 200 : 400 : 401, "{}"),
        };
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }

    private bool IsSigned(HttpContext context, byte[] body)
        => Slowness-- <= 0 && new ElevenLabsSignature(_secrets, TimeSpan.FromMinutes(5), TimeProvider.System)
            .Verify(body, context.Request.Headers[ElevenLabsSignature.HeaderName]) == SignatureVerdict.Valid;

    private string Variables()
    {
        var variables = new JsonObject();
        foreach (var (name, _) in KnownVariables.Samples.Where(sample => HasToken || sample.Key != "secret__caller_token"))
            variables[name] = name switch { "call_count" => 0, "is_shared_line" => false, "secret__caller_token" => "t0", _ => "" };
        foreach (var (name, value) in Further)
            variables[name] = value?.DeepClone();
        return new JsonObject
        {
            ["type"] = "conversation_initiation_client_data",
            ["dynamic_variables"] = variables,
            ["conversation_config_override"] = new JsonObject { ["agent"] = new JsonObject { ["first_message"] = "Welcome back!" } },
        }.ToJsonString();
    }
}
