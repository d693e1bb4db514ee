using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Storage.Queue;

/// <summary>Why a text of the queue can't be read as a message.</summary>
/// <param name="Reason">One of a few sentences, which quote nothing of the text but its version.</param>
/// <param name="Payload">The payload that the text names all the same; null when it names none.</param>
/// <param name="IsNewer">Whether a newer version of this program wrote it, which can read it.</param>
public sealed record CallMessageFault(string Reason, PayloadName? Payload = null, bool IsNewer = false);
