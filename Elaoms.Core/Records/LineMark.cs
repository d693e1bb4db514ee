using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elaoms.Core.Records;

/// <summary>What an operator says of a line. It overrules what the calls suggest.</summary>
[JsonConverter(typeof(LineMarkJsonConverter))]
public enum LineMark
{
    /// <summary>Nothing: names and calls decide whether many people share it.</summary>
    None,

    /// <summary>Many people share it.</summary>
    Shared,

    /// <summary>It is one person's.</summary>
    OnePerson,
}

/// <summary>Writes marks as words.</summary>
internal sealed class LineMarkJsonConverter()
    : JsonStringEnumConverter<LineMark>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

/// <summary>What operators have changed of a caller, as far as a record was made with it.</summary>
/// <param name="Revision">How many changes had been made.</param>
/// <param name="IsOptedOut">Whether nothing may be told of the caller.</param>
/// <param name="Line">What is said of the line.</param>
public sealed record AppliedChanges(long Revision, bool IsOptedOut = false, LineMark Line = LineMark.None);
