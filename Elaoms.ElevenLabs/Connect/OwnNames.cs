using System.Security.Cryptography;
using System.Text;

namespace Elaoms.ElevenLabs.Connect;

/// <summary>The names of what <c>connect</c> makes in a workspace. They hold the deployment, since a workspace may use several.</summary>
public static class OwnNames
{
    /// <summary>The name of the search tool, as models see it.</summary>
    public const string Tool = "recall_memory";

    /// <summary>How the names of our secrets begin.</summary>
    public const string SecretPrefix = "elaoms-";

    /// <summary>How the names of our webhooks begin.</summary>
    public const string WebhookPrefix = "ELAOMS post-call ";

    /// <summary>How the names of our tests begin.</summary>
    public const string TestPrefix = "ELAOMS: ";

    private const int LongestPlace = 60;
    private const int FingerprintLength = 16;

    /// <summary>The secret that holds the key of client-data.</summary>
    public static string ClientDataSecret(Uri deployment) => $"{SecretPrefix}client-data-key-{PlaceOf(deployment)}";

    /// <summary>The secret that holds the key of search-data.</summary>
    public static string SearchDataSecret(Uri deployment) => $"{SecretPrefix}search-data-key-{PlaceOf(deployment)}";

    /// <summary>
    /// The post-call webhook. Each one that is made adds a part of its own, so that it is found again after a lost answer.
    /// </summary>
    public static string Webhook(Uri postCallUrl) => WebhookPrefix + postCallUrl.Authority;

    /// <summary>Stands for a secret, so that it is recognized without being kept.</summary>
    public static string FingerprintOf(string secret)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("elaoms connect\0" + secret)))[..FingerprintLength];

    private static string PlaceOf(Uri deployment)
    {
        var place = new string([.. deployment.Authority.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return place.Length <= LongestPlace ? place : place[..LongestPlace];
    }
}
