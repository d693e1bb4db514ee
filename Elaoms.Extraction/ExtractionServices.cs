using Elaoms.Core.Processing.Extraction;
using Elaoms.Extraction.Collected;
using Elaoms.Extraction.Redaction;
using Elaoms.Extraction.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Extraction;

/// <summary>Registers redaction and the sources of facts.</summary>
public static class ExtractionServices
{
    /// <summary>Adds the redactor and both sources of facts.</summary>
    public static IServiceCollection AddElaomsExtraction(this IServiceCollection services) => services
        .AddSingleton<IRedactor, Redactor>()
        .AddSingleton<IFactExtractor, CollectedExtractor>()
        .AddSingleton<IFactExtractor, RuleExtractor>();
}
