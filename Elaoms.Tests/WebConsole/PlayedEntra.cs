using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Elaoms.Tests.WebConsole;

/// <summary>Plays the directory of Microsoft Entra ID: it describes itself, and signs ID tokens.</summary>
internal sealed class PlayedEntra : IAsyncDisposable
{
    public const string Tenant = "11111111-2222-3333-4444-555555555555";
    public const string Client = "66666666-7777-8888-9999-000000000000";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly WebApplication _app;

    private PlayedEntra(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public string Issuer => $"{Address}{Tenant}/v2.0";

    public static async Task<PlayedEntra> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var entra = new PlayedEntra(builder.Build());
        entra._app.Run(entra.HandleAsync);
        await entra._app.StartAsync(CancellationToken.None);
        return entra;
    }

    /// <summary>Signs a token as Entra ID does, with what differs from a good one of an operator.</summary>
    public string Token(string nonce, IReadOnlyDictionary<string, object>? other = null, RSA? signedBy = null, DateTime? expires = null)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Issuer,
            ["aud"] = Client,
            ["tid"] = Tenant,
            ["nonce"] = nonce,
            ["oid"] = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
            ["preferred_username"] = "anna@contoso.example",
            ["roles"] = new[] { "Elaoms.Operator" },
        };
        foreach (var (name, value) in other ?? new Dictionary<string, object>(StringComparer.Ordinal))
            claims[name] = value;
        var end = expires ?? TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            IssuedAt = end.AddHours(-1),
            NotBefore = end.AddHours(-1),
            Expires = end,
            SigningCredentials = new SigningCredentials(
                new RsaSecurityKey(signedBy ?? _rsa) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private Task HandleAsync(HttpContext context)
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        object? answer = context.Request.Path.Value switch
        {
            $"/{Tenant}/v2.0/.well-known/openid-configuration" => new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["issuer"] = Issuer,
                ["authorization_endpoint"] = $"{Address}{Tenant}/oauth2/v2.0/authorize",
                ["jwks_uri"] = $"{Address}keys",
            },
            "/keys" => new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        kid = "key-1",
                        n = Base64UrlEncoder.Encode(key.Modulus),
                        e = Base64UrlEncoder.Encode(key.Exponent),
                    },
                },
            },
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 404 : 200;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer), context.RequestAborted);
    }
}
