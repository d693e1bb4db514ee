using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Azure.Core;
using Elaoms.Cli;
using Elaoms.Cli.Connecting;
using Elaoms.ElevenLabs.Connect;
using Elaoms.Tests.Cli.Doctor;
using Elaoms.Tests.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.Cli.Connecting;

/// <summary>What a deployment in Azure is told, on servers that play Key Vault and App Service.</summary>
public sealed class AzureAppsTests
{
    private readonly ConcurrentQueue<string> _requests = new();
    private string? _secret = "placeholder";

    [Fact]
    public async Task Secret_goes_into_the_vault_beside_the_former_and_the_apps_look_again_and_start_anew()
    {
        await using var server = await SomeServer.StartAsync(AnswerAsync);
        var deployment = new KeyVaultDeployment(Apps(server, "app", "app-post-call"));

        await deployment.AddPostCallSecretAsync("wsec_b", CancellationToken.None);

        Assert.Equal("placeholder,wsec_b", _secret);
        Assert.Equal(
            [
                "GET /secrets/elevenlabs-post-call-key?api-version=7.4",
                "PUT /secrets/elevenlabs-post-call-key?api-version=7.4",
                .. new[] { "app", "app-post-call" }.SelectMany(app => new[] { "config/configreferences/appsettings/refresh",
                    "restart" }.Select(
                    action => $"POST /subscriptions/sub/resourceGroups/rg/providers/Microsoft.Web/sites/{app}/{action}"
                        + "?api-version=2022-03-01")),
            ],
            _requests);
        Assert.Equal(["placeholder", "wsec_b"], await deployment.ReadPostCallSecretsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Variables_are_written_beside_the_other_settings_of_each_app_and_the_plan_says_how_they_stay()
    {
        var written = new ConcurrentDictionary<string, JsonNode?>();
        await using var server = await SomeServer.StartAsync(async context =>
        {
            var app = context.Request.Path.Value!.Split('/')[8];
            if (context.Request.Method == "PUT")
                written[app] = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            await context.Response.WriteAsync(
                written.GetValueOrDefault(app)?.ToJsonString() ?? """{"properties": {"A": "@Microsoft.KeyVault(x)"}}""",
                context.RequestAborted);
        });
        var deployment = new KeyVaultDeployment(Apps(server, "app", "app-post-call"), """{"B":"it's"}""");

        await deployment.WriteVariablesAsync("""{"plan":""}""", CancellationToken.None);

        Assert.Equal(["app", "app-post-call"], written.Keys.Order(StringComparer.Ordinal));
        Assert.All(written.Values, body => Assert.True(JsonNode.DeepEquals(
            new JsonObject
            {
                ["properties"] = new JsonObject { ["A"] = "@Microsoft.KeyVault(x)", ["DYNAMIC_VARIABLES"] = """{"plan":""}""" },
            },
            body)));
        Assert.EndsWith(
            """azd env set APP_SETTINGS '{"B":"it'\''s","DYNAMIC_VARIABLES":"{\"plan\":\"\"}"}'""",
            deployment.HowToKeepVariables("""{"plan":""}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_that_is_not_there_reads_as_none()
    {
        _secret = null;
        await using var server = await SomeServer.StartAsync(AnswerAsync);

        Assert.Null(await Apps(server, "app").ReadSecretAsync("elevenlabs-client-data-key", CancellationToken.None));
    }

    [Fact]
    public async Task Refusal_says_what_Azure_says()
    {
        await using var server = await SomeServer.StartAsync(
            ("/secrets/x", 403, """{"error": {"code": "Forbidden", "message": "The user lacks the role.\nDetails"}}"""));

        var fault = await Assert.ThrowsAsync<ConnectException>(() => Apps(server, "app").ReadSecretAsync("x", CancellationToken.None));

        Assert.Equal("Azure refuses reading x from the key vault kv: 403 The user lacks the role.", fault.Message);
    }

    [Fact]
    public void Names_are_those_of_azd_and_deliveries_may_have_an_app_of_their_own()
    {
        var values = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AZURE_KEY_VAULT_NAME"] = "kv",
            ["AZURE_SUBSCRIPTION_ID"] = "sub",
            ["AZURE_RESOURCE_GROUP"] = "rg",
            ["FUNCTION_APP_NAME"] = "func",
        }).Build();

        Assert.Equal(["func"], AzureNames.Read(values, postCall: null).Apps);
        Assert.Equal(
            ["func", "func-calls"], AzureNames.Read(values, new Uri("https://func-calls.azurewebsites.net/webhook/post-call")).Apps);
        Assert.Equal(new Uri("https://kv.vault.azure.net/"), AzureNames.Read(values, postCall: null).VaultAddress);
        Assert.Throws<CliException>(() => AzureNames.Read(new ConfigurationBuilder().Build(), postCall: null));
    }

    private static AzureApps Apps(SomeServer server, params string[] apps) => new(
        TestHttp.ClientFor(server.Address),
        new SomeToken(),
        new AzureNames("kv", "sub", "rg", apps) { VaultAddress = server.Address, ManagementAddress = server.Address });

    private async Task AnswerAsync(HttpContext context)
    {
        _requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        Assert.Equal("Bearer token", context.Request.Headers.Authorization);
        if (context.Request.Method == "PUT")
            _secret = (string?)(await JsonNode.ParseAsync(
                context.Request.Body, cancellationToken: context.RequestAborted))!["value"];
        context.Response.StatusCode = _secret is null ? 404 : 200;
        await context.Response.WriteAsync($$"""{"value": "{{_secret}}"}""", context.RequestAborted);
    }

    private sealed class SomeToken : TokenCredential
    {
        private static readonly AccessToken Token = new("token", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => ValueTask.FromResult(Token);
    }
}
