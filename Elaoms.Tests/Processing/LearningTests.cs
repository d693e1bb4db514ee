using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Processing;

/// <summary>Tests that learn calls on a storage of their own.</summary>
public abstract class LearningTests(StorageKind kind) : StorageTests(kind)
{
    protected LearningBench Bench { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Bench = new LearningBench(Stores);
    }

    public override async Task DisposeAsync()
    {
        Bench.Dispose();
        await base.DisposeAsync();
    }
}
