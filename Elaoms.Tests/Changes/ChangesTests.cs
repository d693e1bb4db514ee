using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Changes;

/// <summary>Tests that change what is remembered of one caller, on a storage of their own.</summary>
public abstract class ChangesTests(StorageKind kind) : StorageTests(kind)
{
    protected const string Sam = "+12025550123";

    private protected LearningBench Learning { get; private set; } = null!;

    private protected ChangesBench Bench { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Learning = new LearningBench(Stores);
        Bench = new ChangesBench(Stores, Learning, Sam);
    }

    public override async Task DisposeAsync()
    {
        Learning.Dispose();
        await base.DisposeAsync();
    }
}
