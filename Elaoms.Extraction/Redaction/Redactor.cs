using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <inheritdoc cref="IRedactor"/>
internal sealed class Redactor : IRedactor
{
    private readonly Lazy<RedactionVocabulary> _vocabulary = new(() => new RedactionVocabulary());

    /// <inheritdoc />
    public RedactedCall Redact(Call call) => CallRedaction.Redact(call, _vocabulary.Value);
}
