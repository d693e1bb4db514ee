using Elaoms.Core.Records;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Tests.Records;

/// <summary>Records of which the head lists one segment, and pages the others.</summary>
internal static class PagedRecords
{
    public static CallerRecords Of(
        IDocumentStore<RecordHead> heads, IDocumentStore<RecordSegment> segments, IDocumentStore<CallerProfile> profiles)
        => new(heads, segments, profiles, new PartIndexWriter(), TimeProvider.System)
        {
            PageLimits = new PageLimits(MaxInHead: 100, MaxInPage: 250),
        };
}
