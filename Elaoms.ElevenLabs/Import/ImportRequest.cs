using System.Globalization;
using Elaoms.Core.Calls;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Import;

/// <summary>Which conversations are imported.</summary>
public sealed record ImportRequest
{
    /// <summary>Only those with this agent; null for all.</summary>
    public string? AgentId { get; init; }

    /// <summary>Only those that began on this day, in UTC, or later; null for all.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Only those that began on this day, in UTC, or earlier; null for all.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Only those of this caller, under each key that the name may mean; null for all.</summary>
    public IReadOnlyList<CallerKey>? Callers { get; init; }

    /// <summary>Whether recordings are imported too.</summary>
    public bool WithAudio { get; init; }

    /// <summary>Names the request where its progress is kept. It holds no number.</summary>
    internal string Name => string.Join(
        ' ', AgentId ?? "all", Day(Since), Day(Until), Callers is null ? "all" : string.Join('+', Callers), WithAudio ? "audio" : "words");

    /// <summary>What is gone through.</summary>
    /// <param name="from">Only what began then or later, though the request may want more; null for all that it wants.</param>
    internal PagesRequest Pages(long? from) => new(new ConversationFilter
    {
        AgentId = AgentId,
        FromUnixSecs = Since is { } since ? Math.Max(SecondOf(since), from ?? 0) : from,
        BeforeUnixSecs = Until is { } until ? SecondOf(until.AddDays(1)) : null,
    })
    {
        Callers = Callers,
    };

    private static long SecondOf(DateOnly day)
        => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "any";
}
