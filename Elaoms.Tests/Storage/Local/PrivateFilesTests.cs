using Elaoms.Storage;
using Xunit;

namespace Elaoms.Tests.Storage.Local;

public sealed class PrivateFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_that_several_make_at_once_is_there()
    {
        for (var file = 0; file < 100; file++)
        {
            var path = _folder[$"{file}"];
            using var begin = new Barrier(4);

            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    begin.SignalAndWait();
                    PrivateFiles.CreateEmpty(path);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.True(File.Exists(path));
        }
    }
}
