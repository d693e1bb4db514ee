using System.Security.Claims;
using Elaoms.Core.Operators;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Elaoms.WebConsole.SignIn;

/// <summary>
/// Validates ID tokens of one directory for one app registration
/// (https://learn.microsoft.com/entra/identity-platform/id-tokens#validate-tokens). Thread-safe.
/// </summary>
internal sealed class EntraTokens
{
    /// <summary>The app role of those who may look.</summary>
    public const string ReaderRole = "Elaoms.Reader";

    /// <summary>The app role of those who may also change.</summary>
    public const string OperatorRoleName = "Elaoms.Operator";

    private const int MaxTokenBytes = 32 << 10;
    private const int MaxNameLength = 64;
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    private readonly EntraSettings _entra;
    private readonly TimeProvider _time;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _provider;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenBytes, MapInboundClaims = false };

    public EntraTokens(EntraSettings entra, EntraHttp http, TimeProvider time)
    {
        (_entra, _time) = (entra, time);
        _provider = new ConfigurationManager<OpenIdConnectConfiguration>(
            entra.Metadata,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(http.Client) { RequireHttps = entra.Authority.Scheme == Uri.UriSchemeHttps });
    }

    /// <summary>Where people sign in.</summary>
    /// <exception cref="InvalidOperationException">Entra ID can't be reached.</exception>
    public async Task<string> AuthorizeAsync(string state, string nonce, CancellationToken cancellationToken)
    {
        var provider = await _provider.GetConfigurationAsync(cancellationToken);
        return new OpenIdConnectMessage
        {
            IssuerAddress = provider.AuthorizationEndpoint,
            ClientId = _entra.ClientId.ToString(),
            RedirectUri = _entra.RedirectUri,
            // The token comes by the browser, in a body: there is no secret to keep, and none in an address.
            ResponseType = OpenIdConnectResponseType.IdToken,
            ResponseMode = OpenIdConnectResponseMode.FormPost,
            Scope = "openid profile",
            State = state,
            Nonce = nonce,
        }.CreateAuthenticationRequestUrl();
    }

    /// <summary>Reads a token.</summary>
    /// <returns>Who it is; null when the token is not to be trusted, and without a name when the account has no role here.</returns>
    /// <exception cref="InvalidOperationException">Entra ID can't be reached.</exception>
    public async Task<EntraAccount?> ReadAsync(string token, string nonce, CancellationToken cancellationToken)
    {
        var provider = await _provider.GetConfigurationAsync(cancellationToken);
        var result = await ValidateAsync(token, provider);
        if (!result.IsValid && result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // Its keys change now and then. The manager asks for them again only once in a while, whatever is sent.
            _provider.RequestRefresh();
            result = await ValidateAsync(token, await _provider.GetConfigurationAsync(cancellationToken));
        }

        if (!result.IsValid)
            return null;
        var identity = result.ClaimsIdentity;
        return identity.FindFirst("nonce")?.Value == nonce && identity.FindFirst("tid")?.Value == _entra.TenantId.ToString()
            ? new EntraAccount(RoleOf(identity) is { } role && NameOf(identity) is { } name ? new SignedInOperator(name, role) : null)
            : null;
    }

    private Task<TokenValidationResult> ValidateAsync(string token, OpenIdConnectConfiguration provider)
        => _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = _entra.ClientId.ToString(),
            IssuerSigningKeys = provider.SigningKeys,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            LifetimeValidator = (begin, end, _, _) => IsInTime(begin, end),
        });

    private bool IsInTime(DateTime? begin, DateTime? end)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return end is { } until && now < until + ClockSkew && (begin is not { } from || from - ClockSkew <= now);
    }

    private static OperatorRole? RoleOf(ClaimsIdentity identity)
        => identity.HasClaim("roles", OperatorRoleName) ? OperatorRole.Operator
            : identity.HasClaim("roles", ReaderRole) ? OperatorRole.Reader
            : null;

    // What the audit log names. A name without @ might be that of a key.
    private static string? NameOf(ClaimsIdentity identity)
        => identity.FindFirst("preferred_username")?.Value is { Length: <= MaxNameLength } name
            && name.Contains('@', StringComparison.Ordinal)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || "@.-_+".Contains(c, StringComparison.Ordinal))
            ? name
            : identity.FindFirst("oid")?.Value is { Length: <= MaxNameLength } id && Guid.TryParse(id, out _) ? id : null;
}

/// <summary>HTTP to Entra ID, of its own: a host without accounts has no client at all.</summary>
internal sealed class EntraHttp : IDisposable
{
    private const string Name = "entra";
    private const long LongestAnswerBytes = 1 << 20;
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(10);

    private readonly ServiceProvider _services;

    public EntraHttp()
    {
        var services = new ServiceCollection();
        services.AddHttpClient(Name, http =>
        {
            http.Timeout = LongestRequest;
            http.MaxResponseContentBufferSize = LongestAnswerBytes;
        }).RemoveAllLoggers();
        _services = services.BuildServiceProvider();
        Client = _services.GetRequiredService<IHttpClientFactory>().CreateClient(Name);
    }

    public HttpClient Client { get; }

    public void Dispose()
    {
        Client.Dispose();
        _services.Dispose();
    }
}

/// <summary>An account of the directory.</summary>
/// <param name="Operator">Who it is here; null when it has no role.</param>
internal sealed record EntraAccount(SignedInOperator? Operator);
