using Elaoms.Tests.Storage;

namespace Elaoms.Tests;

/// <summary>A kind of storage the product has. What can differ by kind is tested on each; kinds are compared by reference.</summary>
/// <remarks>A storage account needs an emulator, which is a process: <c>Elaoms.EndToEnd</c> adds that kind.</remarks>
public abstract class StorageKind
{
    /// <summary>Files and SQLite.</summary>
    public static StorageKind Embedded { get; } = new EmbeddedKind();

    /// <summary>Makes an empty storage of a test's own.</summary>
    public abstract Task<TestStorage> MakeAsync();

    /// <summary>The connection string of an account that nobody has used; null when this kind needs none.</summary>
    public abstract Task<string?> NewAccountAsync();

    private sealed class EmbeddedKind : StorageKind
    {
        public override Task<TestStorage> MakeAsync() => Task.FromResult<TestStorage>(new EmbeddedStorage());

        public override Task<string?> NewAccountAsync() => Task.FromResult<string?>(null);
    }
}
