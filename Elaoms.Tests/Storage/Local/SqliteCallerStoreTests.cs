using Xunit;

namespace Elaoms.Tests.Storage.Local;

public sealed class SqliteCallerStoreTests() : StorageTests(StorageKind.Embedded)
{
    [Fact]
    public async Task Database_is_its_owners_alone()
    {
        Assert.Null(await Stores.Callers.ReadETagAsync(default(Elaoms.Core.Calls.CallerKey) with { Value = "nobody" }, CancellationToken.None));
        var folder = Path.GetDirectoryName(Storage.Settings.DatabasePath)!;

        Assert.NotEmpty(Directory.GetFiles(folder));
        Assert.All(Directory.GetFiles(folder), file => UnixMode.AssertIs(UnixMode.OwnerFile, file));
        UnixMode.AssertIs(UnixMode.OwnerFolder, folder);
    }
}
