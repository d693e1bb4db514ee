using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Extraction;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.Tests.Extraction;

/// <summary>Extraction as the hosts register it.</summary>
internal static class TestExtraction
{
    private static readonly IServiceProvider Services =
        new ServiceCollection().AddElaomsExtraction().AddSingleton<CallExtractor>().BuildServiceProvider();

    public static RedactedCall Redact(Call call) => Services.GetRequiredService<IRedactor>().Redact(call);

    /// <summary>What is learned of a call. The built-in sources of facts finish at once, so nothing is waited for.</summary>
    public static ExtractedCall Extract(Call call, string conversationId, PayloadName payload, double? eventTimestamp)
    {
        var extracted = Services.GetRequiredService<CallExtractor>().ExtractAsync(
            call, conversationId, payload, eventTimestamp, CancellationToken.None);
        Assert.True(extracted.IsCompletedSuccessfully, "A source of facts has to finish at once.");
        return extracted.GetAwaiter().GetResult();
    }
}
