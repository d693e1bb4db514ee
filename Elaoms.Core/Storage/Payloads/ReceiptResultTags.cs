namespace Elaoms.Core.Storage.Payloads;

/// <summary>How results are spelled in metrics and traces.</summary>
internal static class ReceiptResultTags
{
    public static string ToTag(this ReceiptResult result) => result switch
    {
        ReceiptResult.Learned => "learned",
        ReceiptResult.NothingToLearn => "nothing_to_learn",
        _ => "failed",
    };
}
