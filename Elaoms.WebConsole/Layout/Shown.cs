using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.WebConsole.Layout;

/// <summary>How values are written for people.</summary>
internal static class Shown
{
    /// <summary>A key such as <c>last_name</c> as words.</summary>
    public static string Label(string key)
        => key.Length == 0 ? key : char.ToUpperInvariant(key[0]) + key[1..].Replace('_', ' ');

    /// <summary>A share, such as <c>42 %</c>; a dash where nothing was counted.</summary>
    public static string Share(long part, long all)
        => all == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100.0 * part / all)} %");

    /// <summary>A time in milliseconds; a dash where none was measured.</summary>
    public static string Milliseconds(double? time)
        => time is { } some ? string.Create(CultureInfo.InvariantCulture, $"{some:0.#} ms") : "–";

    /// <summary>How long a call lasted; empty where nobody knows.</summary>
    public static string Duration(double? seconds) => seconds is not { } some ? ""
        : some < 60 ? string.Create(CultureInfo.InvariantCulture, $"{some:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(some / 60):0} min {some % 60:00} s");

    /// <summary>A number with its noun.</summary>
    public static string Count(long number, string one, string many)
        => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");

    /// <summary>What became of a call.</summary>
    public static string Result(ReceiptResult? result) => result switch
    {
        ReceiptResult.Learned => "learned",
        ReceiptResult.NothingToLearn => "nothing to learn",
        ReceiptResult.Failed => "failed",
        _ => "waiting",
    };

    /// <summary>A text of a JSON object; empty where it has none.</summary>
    public static string Text(JsonElement from, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from))
                return "";
        }

        return from.ValueKind == JsonValueKind.String ? from.GetString()! : "";
    }
}
