using System.Globalization;
using System.Text.Json;
using Elaoms.ElevenLabs.Erasure;

namespace Elaoms.Cli.Erasing;

/// <summary>What there is of a caller at ElevenLabs, or was deleted, as text or JSON. Holds ids of conversations and no words.</summary>
/// <param name="Found">How many conversations may be the caller's.</param>
/// <param name="Result">What became of them; null before they were deleted.</param>
internal sealed record VendorReport(int Found, VendorErasureResult? Result = null)
{
    /// <summary>Whether nothing of the caller is known to be left there.</summary>
    public bool IsAll => Result?.IsAll == true;

    /// <summary>Whether another try may delete more, for which what is kept here is needed.</summary>
    public bool HasFailed => Result is { Failed.Count: > 0 };

    public IEnumerable<string> Lines()
    {
        if (Result is null)
        {
            yield return Text($"  {Found} conversations at ElevenLabs, each of which is compared with the caller before it is deleted");
            yield break;
        }

        yield return Text($"  {Result.Deleted} conversations were deleted at ElevenLabs, {Result.Gone} were not there any more");
        foreach (var conversation in Result.OfOthers)
            yield return $"  left at ElevenLabs: {conversation} names another caller, or none";
        foreach (var (conversation, reason) in Result.Failed)
            yield return $"  not deleted at ElevenLabs: {conversation}: {reason}";
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("found"u8, Found);
        writer.WriteNumber("deleted"u8, Result?.Deleted ?? 0);
        writer.WriteNumber("gone"u8, Result?.Gone ?? 0);
        writer.WriteStartArray("left"u8);
        foreach (var conversation in Result?.OfOthers ?? [])
            writer.WriteStringValue(conversation);
        writer.WriteEndArray();
        writer.WriteStartArray("failed"u8);
        foreach (var (conversation, reason) in Result?.Failed ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("conversation"u8, conversation);
            writer.WriteString("reason"u8, reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
