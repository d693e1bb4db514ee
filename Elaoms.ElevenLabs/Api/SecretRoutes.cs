using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Api;

/// <summary><c>/v1/convai/secrets</c>. Values can be written and never read.</summary>
public sealed class SecretRoutes
{
    private const string Root = "v1/convai/secrets";
    private readonly ElevenLabsTransport _transport;

    internal SecretRoutes(ElevenLabsTransport transport) => _transport = transport;

    /// <summary>Lists the secrets whose names begin so, with what uses them.</summary>
    public Task<IReadOnlyList<StoredSecret>> ListAsync(string prefix, CancellationToken cancellationToken)
        => _transport.ListAsync(
            $"{Root}?page_size=100&dependency_limit=100&search={Uri.EscapeDataString(prefix)}",
            ElevenLabsJson.Default.SecretPage,
            page => page.Secrets ?? [],
            page => page.NextCursor,
            cancellationToken);

    /// <summary>Makes a secret.</summary>
    public Task<StoredSecret> CreateAsync(string name, string value, CancellationToken cancellationToken)
        => WriteAsync(HttpMethod.Post, Root, new SecretBody("new", name, value), cancellationToken);

    /// <summary>Changes a secret's value. Its id stays, so whatever uses it has the new value at once.</summary>
    public Task<StoredSecret> UpdateAsync(string secretId, string name, string value, CancellationToken cancellationToken)
        => WriteAsync(HttpMethod.Patch, PathOf(secretId), new SecretBody("update", name, value), cancellationToken);

    /// <summary>Deletes a secret that nothing uses.</summary>
    public Task DeleteAsync(string secretId, CancellationToken cancellationToken)
        => _transport.DeleteAsync(PathOf(secretId), cancellationToken);

    private Task<StoredSecret> WriteAsync(HttpMethod method, string path, SecretBody body, CancellationToken cancellationToken)
        => _transport.SendAsync(
            method, path, body, ElevenLabsJson.Default.SecretBody, ElevenLabsJson.Default.StoredSecret, cancellationToken);

    private static string PathOf(string secretId) => $"{Root}/{Uri.EscapeDataString(secretId)}";
}
