namespace Elaoms.ElevenLabs.Connect;

/// <summary>What <c>elaoms connect</c> is asked for.</summary>
/// <param name="Deployment">The address of ELAOMS, as ElevenLabs reaches it.</param>
/// <param name="ClientDataKey">A key that the deployment accepts for client-data.</param>
/// <param name="SearchDataKey">A key that it accepts for search-data; null where search-data is open.</param>
public sealed record ConnectWish(Uri Deployment, string ClientDataKey, string? SearchDataKey)
{
    /// <summary>Where deliveries go, if they have an app of their own.</summary>
    public Uri? PostCall { get; init; }

    /// <summary>The workflow nodes that get the tool; <c>all</c> stands for each that can have one.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>The variable that names the user in conversations without a telephone; null for none.</summary>
    public string? Variable { get; init; }

    /// <summary>A post-call webhook that somebody else made; null to make one.</summary>
    public string? WebhookId { get; init; }

    /// <summary>Whether the agent's analysis is to collect what ELAOMS can remember.</summary>
    public bool Collect { get; init; }

    /// <summary>Whether the prompt gets a passage on what is known of the caller.</summary>
    public bool Prompt { get; init; }

    /// <summary>Where client-data is.</summary>
    public Uri ClientDataUrl => new(Deployment, MemoryRoutes.ClientData);

    /// <summary>Where search-data is.</summary>
    public Uri SearchDataUrl => new(Deployment, MemoryRoutes.SearchData);

    /// <summary>Where post-call is.</summary>
    public Uri PostCallUrl => new(PostCall ?? Deployment, MemoryRoutes.PostCall);
}

/// <summary>The routes of ELAOMS that ElevenLabs calls; the same as those of <c>Elaoms.Web</c>.</summary>
public static class MemoryRoutes
{
    /// <summary>The start of a call.</summary>
    public const string ClientData = "/webhook/client-data";

    /// <summary>A search during the call.</summary>
    public const string SearchData = "/webhook/search-data";

    /// <summary>The end of the call.</summary>
    public const string PostCall = "/webhook/post-call";
}
