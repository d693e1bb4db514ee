namespace Elaoms.Indexes.Embeddings;

/// <summary>
/// Refuses answers that are longer than vectors can be: the client would read all of them. Removes the key from requests if none is
/// configured: the client always sends one.
/// </summary>
/// <param name="hasKey">Whether there is a key.</param>
internal sealed class BoundedAnswers(bool hasKey) : DelegatingHandler
{
    // 64 vectors of 4,096 numbers of 20 characters.
    private const int LongestAnswerBytes = 6 << 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!hasKey)
            request.Headers.Authorization = null;
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestAnswerBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
