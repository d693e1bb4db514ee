using Elaoms.Tests.Storage;

namespace Elaoms.EndToEnd.Storage;

public sealed class NewerDocumentsOnAzure() : NewerDocumentTests(StorageKind.Azure);
