using Elaoms.Core.Calls;
using Elaoms.Core.Learning;

namespace Elaoms.Extraction.Redaction;

/// <inheritdoc cref="IRedactor"/>
internal sealed class Redactor : IRedactor
{
    /// <inheritdoc />
    public RedactedCall Redact(Call call) => Secrets.Redact(call);
}
