using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Elaoms.Core.Storage.Listing;

/// <summary>A place in a list that runs from the newest to the oldest: a time, and an id among entries of one time.</summary>
/// <param name="Time">The entry's time. Less than a millisecond does not count.</param>
/// <param name="Id">The entry's id.</param>
public readonly record struct ListPosition(DateTimeOffset Time, string Id)
{
    private const int MaxTokenLength = 160;
    private const int MaxIdLength = 80;
    private const char Separator = '.';

    /// <summary>The place as a token that a client sends back to go on from there. What is in it is no client's business.</summary>
    public string ToToken() => Base64Url.EncodeToString(
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Time.ToUnixTimeMilliseconds()}{Separator}{Id}")));

    /// <summary>Reads a token; null when the text is none, whoever wrote it.</summary>
    public static ListPosition? Parse(string? token)
    {
        if (token is null or { Length: > MaxTokenLength } || !Base64Url.IsValid(token))
            return null;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)).Split(Separator);
        return parts is [var time, var id]
            && long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && id.Length is > 0 and <= MaxIdLength
            && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? new ListPosition(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), id)
            : null;
    }
}

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it, the newest first.</param>
/// <param name="Next">Where the next page goes on; null when this is the last.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, ListPosition? Next);

/// <summary>Makes pages.</summary>
public static class ListPages
{
    /// <summary>The most that a page holds.</summary>
    public const int MaxCount = 200;

    /// <summary>Makes a page of entries of which there is one more than it is to hold, if there are as many.</summary>
    public static ListPage<T> Page<T>(IReadOnlyList<T> read, int count, Func<T, ListPosition> positionOf)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(positionOf);
        return read.Count > count ? new ListPage<T>([.. read.Take(count)], positionOf(read[count - 1])) : new ListPage<T>(read, Next: null);
    }
}
