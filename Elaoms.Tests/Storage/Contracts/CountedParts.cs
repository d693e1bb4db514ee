using System.Text.Json.Serialization.Metadata;
using Elaoms.Core.Json;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>Counts what is read and written of a record, without its profile.</summary>
internal sealed class CountedParts
{
    public CountedParts(Stores stores, PageLimits limits, TimeProvider time) => Records = new CallerRecords(
        Counted(stores.Callers, RecordJson.Default.RecordHead),
        Counted(stores.Segments, RecordJson.Default.RecordSegment),
        stores.Profiles,
        new PartIndexWriter(),
        time)
    {
        PageLimits = limits,
    };

    public CallerRecords Records { get; }

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    /// <summary>The most bytes that were written at once.</summary>
    public int Largest { get; private set; }

    public void Reset() => (Reads, Writes, Largest) = (0, 0, 0);

    private InterruptedDocuments<T> Counted<T>(IDocumentStore<T> behind, JsonTypeInfo<T> type)
        where T : class, IStoredDocument
        => new(behind)
        {
            OnRead = _ => Reads++,
            OnWrite = document =>
            {
                Writes++;
                Largest = Math.Max(Largest, StoredJson.Write(document, type).Length);
            },
        };
}
