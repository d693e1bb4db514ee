using System.Text;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Tests.Records;

/// <summary>Records in their stored form.</summary>
internal static class RecordHeads
{
    /// <summary>A record of which all is in its head.</summary>
    public static RecordHead Head(this CallerRecord record) => new RecordHead
    {
        Version = RecordHead.CurrentVersion,
        Revision = record.Revision,
        Caller = record.Caller,
        History = new RecordHistory { Facts = record.Facts },
    }.With(record.Calls, record.Memories, indexer: null);

    /// <summary>A record as the first form has it: all of it in one document.</summary>
    public static RecordHead FormerHead(this CallerRecord record) => new()
    {
        Version = 1,
        Revision = record.Revision,
        Caller = record.Caller,
        Calls = record.Calls,
        FormerFacts = record.Facts,
        FormerMemories = record.Memories,
    };

    /// <summary>All that is stored of a record.</summary>
    public static string Text(this CallerRecord record)
        => Encoding.UTF8.GetString(StoredJson.Write(record.Head(), RecordJson.Default.RecordHead));

    /// <summary>Records with nothing but their heads.</summary>
    public static CallerRecords Of(IDocumentStore<RecordHead> heads, IDocumentStore<CallerProfile>? profiles = null)
        => new(
            heads,
            new DisturbedDocuments<RecordSegment>(() => true),
            profiles ?? new DisturbedDocuments<CallerProfile>(() => true),
            new PartIndexWriter(),
            TimeProvider.System);
}
