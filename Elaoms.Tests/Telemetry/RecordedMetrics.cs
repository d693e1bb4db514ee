using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Elaoms.Core.Telemetry;

namespace Elaoms.Tests.Telemetry;

/// <summary>Records what one instance of the metrics measures: not those of tests beside this one.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly ConcurrentQueue<(string Series, double Value)> _measured = new();
    private readonly ConcurrentBag<string> _instruments = [];
    private readonly MeterListener _listener = new();

    public RecordedMetrics(ElaomsMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, metrics.Meter))
                return;
            _instruments.Add($"{instrument.Name}: {KindOf(instrument)}, {instrument.Unit}");
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All instruments, such as <c>name: counter, unit</c>.</summary>
    public IReadOnlyCollection<string> Instruments => _instruments;

    /// <summary>Every series measured so far, such as <c>name{tag=value}</c>, in order of names.</summary>
    public IEnumerable<string> Series
        => _measured.Select(measured => measured.Series).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The values of a series.</summary>
    public IEnumerable<double> Of(string series)
        => _measured.Where(measured => measured.Series == series).Select(measured => measured.Value);

    /// <summary>The sum of a series.</summary>
    public double Sum(string series) => Of(series).Sum();

    public void Dispose() => _listener.Dispose();

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0].ToLowerInvariant();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var written = tags.ToArray().Select(tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}"));
        _measured.Enqueue((tags.IsEmpty ? instrument.Name : $"{instrument.Name}{{{string.Join(',', written)}}}", value));
    }
}
