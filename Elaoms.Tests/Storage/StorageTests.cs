using Xunit;

namespace Elaoms.Tests.Storage;

/// <summary>Tests over a storage of their own, which is one of several kinds.</summary>
public abstract class StorageTests(StorageKind kind) : IAsyncLifetime
{
    /// <summary>
    /// How long a message is hidden whose return is waited for: on Azure that is real time, and a second is the shortest.
    /// </summary>
    protected static readonly TimeSpan ShortLease = TimeSpan.FromSeconds(1);

    /// <summary>How long a message is hidden that must not come back during a test.</summary>
    protected static readonly TimeSpan LongLease = TimeSpan.FromMinutes(10);

    protected StorageKind Kind { get; } = kind;

    protected TestStorage Storage { get; private set; } = null!;

    /// <summary>The storage as the first process opened it.</summary>
    protected Stores Stores { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Storage = await Kind.MakeAsync();
        Stores = Storage.Open();
    }

    public virtual async Task DisposeAsync()
    {
        await Stores.DisposeAsync();
        await Storage.DisposeAsync();
    }

    /// <summary>Checks a property: on Azure, where each value costs requests, with fewer values.</summary>
    protected void Check<T>(FsCheck.Gen<T> values, Func<T, Task> holds)
    {
        if (Kind == StorageKind.Embedded)
            Property.CheckSome(values, holds);
        else
            Property.CheckFew(values, holds);
    }
}
