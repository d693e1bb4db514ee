using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Text.Languages;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <inheritdoc cref="IRedactor"/>
/// <param name="languages">The languages that secrets are told in; null for those that are built in.</param>
internal sealed class Redactor(LanguageSet? languages = null) : IRedactor
{
    private readonly Lazy<RedactionVocabulary> _vocabulary = new(() => new RedactionVocabulary(languages ?? LanguageSet.BuiltIn));

    /// <inheritdoc />
    public RedactedCall Redact(Call call) => CallRedaction.Redact(call, _vocabulary.Value);
}
