using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Elaoms.Core.Settings;
using OpenAI;
using OpenAI.Embeddings;

namespace Elaoms.Indexes.Embeddings;

/// <summary>A model behind OpenAI's API or a compatible one. Converts the client's exceptions. The client's own retries are off.</summary>
/// <param name="factory">Gives clients that share their connections.</param>
/// <param name="pipelines">How patient we are.</param>
/// <param name="settings">Where the server is, and which model.</param>
public sealed class OpenAIEmbeddingModel(
    IHttpClientFactory factory, EmbeddingsPipelines pipelines, ElaomsSettings settings) : IEmbeddingModel
{
    /// <summary>The name of the HTTP client.</summary>
    public const string HttpName = "Embeddings";

    /// <summary>The most numbers of a vector: more than any model gives that is known here.</summary>
    public const int MaxDimensions = 4096;

    private const double LongestRetryAfterSeconds = 3600;

    // The client asks for a key in any case.
    private static readonly ApiKeyCredential NoKey = new("none");

    private readonly EmbeddingClient _client = new(
        settings.EmbeddingsModel,
        settings.EmbeddingsKey is { } key ? new ApiKeyCredential(key) : NoKey,
        new OpenAIClientOptions
        {
            Endpoint = settings.Embeddings,
            Transport = new HttpClientPipelineTransport(factory.CreateClient(HttpName)),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
        });

    /// <inheritdoc />
    public string Identity { get; } = $"{settings.Embeddings!.AbsoluteUri} {settings.EmbeddingsModel}";

    /// <inheritdoc />
    public async Task<float[]> EmbedQueryAsync(string query, TimeSpan timeout, CancellationToken cancellationToken)
        => (await pipelines.SearchAsync(attempt => TryAsync([query], attempt), timeout, cancellationToken))[0];

    /// <inheritdoc />
    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
        => await pipelines.WriteAsync(attempt => TryAsync(texts, attempt), cancellationToken);

    private async Task<float[][]> TryAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            return Sound(await _client.GenerateEmbeddingsAsync(texts, options: null, cancellationToken), texts.Count)
                ?? throw new EmbeddingsException(EmbeddingsFault.Unintelligible, status: 200);
        }
        catch (ClientResultException fault)
        {
            throw Read(fault);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new EmbeddingsException(EmbeddingsFault.Unintelligible, fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new EmbeddingsException(EmbeddingsFault.Unreachable, fault);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or ArgumentException
            or KeyNotFoundException or NotSupportedException)
        {
            // Whatever the client makes of an answer that is none.
            throw new EmbeddingsException(EmbeddingsFault.Unintelligible, fault, status: 200);
        }
    }

    /// <summary>The vectors in the order of the texts; null unless there is one for each, of one length, and of sound numbers.</summary>
    private static float[][]? Sound(OpenAIEmbeddingCollection answer, int count)
    {
        if (answer.Count != count)
            return null;
        var vectors = new float[count][];
        // Some servers number nothing, and give them in order.
        var isNumbered = answer.Any(embedding => embedding.Index != 0);
        for (var i = 0; i < count; i++)
        {
            var index = isNumbered ? answer[i].Index : i;
            if (index < 0 || index >= count || vectors[index] is not null)
                return null;
            vectors[index] = answer[i].ToFloats().ToArray();
        }

        return Array.TrueForAll(
            vectors,
            vector => vector.Length is > 0 and <= MaxDimensions && vector.Length == vectors[0].Length
                && Array.TrueForAll(vector, float.IsFinite))
            ? vectors
            : null;
    }

    private static EmbeddingsException Read(ClientResultException fault)
    {
        // The client says 0 of what was no answer.
        if (fault.Status == 0)
            return new EmbeddingsException(EmbeddingsFault.Unreachable, fault);
        var kind = FaultOf((HttpStatusCode)fault.Status);
        // The exception of the client quotes the answer, and is left behind.
        return new EmbeddingsException(kind, status: fault.Status)
        {
            RetryAfter = kind == EmbeddingsFault.RateLimited ? RetryAfter(fault) : null,
        };
    }

    private static EmbeddingsFault FaultOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => EmbeddingsFault.Key,
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or < HttpStatusCode.BadRequest => EmbeddingsFault.UnknownModel,
        HttpStatusCode.TooManyRequests or HttpStatusCode.PaymentRequired => EmbeddingsFault.RateLimited,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => EmbeddingsFault.ServerError,
        _ => EmbeddingsFault.Refused,
    };

    private static TimeSpan? RetryAfter(ClientResultException fault)
        => fault.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) == true
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestRetryAfterSeconds))
            : null;
}
