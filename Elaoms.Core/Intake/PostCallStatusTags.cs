namespace Elaoms.Core.Intake;

/// <summary>How outcomes of a delivery are spelled in metrics and traces.</summary>
internal static class PostCallStatusTags
{
    public static string ToTag(this PostCallStatus status) => status switch
    {
        PostCallStatus.Accepted => "accepted",
        PostCallStatus.TooLarge => "too_large",
        PostCallStatus.NotAnObject => "not_an_object",
        PostCallStatus.Busy => "busy",
        PostCallStatus.TooSlow => "too_slow",
        _ => "unauthorized",
    };
}
