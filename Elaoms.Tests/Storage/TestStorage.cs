using Elaoms.Core.Settings;

namespace Elaoms.Tests.Storage;

/// <summary>A storage of a test's own, with what a test does behind the adapters' backs.</summary>
public abstract class TestStorage : IAsyncDisposable
{
    public abstract ElaomsSettings Settings { get; }

    /// <summary>The clock that the adapters go by.</summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>Opens it as a process does; each opening stands for a process of its own.</summary>
    public Stores Open(TimeProvider? clock = null) => new(Settings, clock ?? Clock);

    /// <summary>Lets time pass for the queue. Where that is real time, the caller has to wait for what it expects anyway.</summary>
    public abstract void Pass(TimeSpan time);

    /// <summary>What lies in the archive under a name; null when nothing does.</summary>
    public abstract Task<byte[]?> ReadRawAsync(string name);

    /// <summary>Puts something into the archive that it may not have put there itself.</summary>
    public abstract Task WriteRawAsync(string name, byte[] content);

    /// <summary>The names of all that lies in the archive.</summary>
    public abstract Task<IReadOnlyList<string>> ListRawAsync();

    public abstract ValueTask DisposeAsync();
}
