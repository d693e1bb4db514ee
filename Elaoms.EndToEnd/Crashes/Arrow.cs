namespace Elaoms.EndToEnd.Crashes;

/// <summary>Where between two steps of a call's way the process dies.</summary>
public enum Arrow
{
    // The entry and the blob are written at the same time.
    AfterEntry,
    BeforeBlob,
    AfterBlob,
    AfterQueue,
    BeforeClaim,
    BeforeRecord,
    AfterRecord,
    BeforeList,
    AfterList,
    BeforeReceipt,
    AfterReceipt,

    // Of a record that has no room for a call in its head.
    BeforeSegment,
    AfterSegment,
}
