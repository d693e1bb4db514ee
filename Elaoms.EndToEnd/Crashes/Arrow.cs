namespace Elaoms.EndToEnd.Crashes;

/// <summary>Where between two steps of a call's way the process dies.</summary>
public enum Arrow
{
    BeforeBlob,
    AfterBlob,
    AfterQueue,
    BeforeClaim,
    BeforeRecord,
    AfterRecord,
    BeforeReceipt,
    AfterReceipt,
}
