using Elaoms.Core.Intake;
using Elaoms.Storage.Azure;
using Xunit;

namespace Elaoms.Tests.Storage.Azure;

/// <summary>Bodies too large for memory hold what callers said: no process may leave them behind.</summary>
public sealed class TemporarySpoolTests
{
    [Fact]
    public void Spool_is_its_owners_alone_and_gone_with_the_process()
    {
        string folder;
        using (var spool = new TemporarySpool(TimeProvider.System))
        {
            folder = spool.Directory.Path;
            using var body = new SpooledBody(folder);
            body.Append(new byte[SpooledBody.MemoryLimitBytes + 1]);
            UnixMode.AssertIs(UnixMode.OwnerFolder, folder);
            UnixMode.AssertIs(UnixMode.OwnerFile, body.FilePath!);
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void What_a_killed_process_left_goes_when_the_next_begins_and_nothing_that_may_still_be_written()
    {
        var now = TimeProvider.System.GetUtcNow();
        var (dead, alive) = (Directory.CreateTempSubdirectory("elaoms-spool-"), Directory.CreateTempSubdirectory("elaoms-spool-"));
        File.WriteAllText(Path.Combine(dead.FullName, "a.tmp"), "half a call");
        File.WriteAllText(Path.Combine(alive.FullName, "b.tmp"), "half a call");
        File.SetLastWriteTimeUtc(Path.Combine(dead.FullName, "a.tmp"), now.UtcDateTime.AddMinutes(-61));
        Directory.SetLastWriteTimeUtc(dead.FullName, now.UtcDateTime.AddMinutes(-61));
        File.SetLastWriteTimeUtc(Path.Combine(alive.FullName, "b.tmp"), now.UtcDateTime.AddMinutes(-59));

        using var next = new TemporarySpool(TimeProvider.System);

        Assert.False(File.Exists(Path.Combine(dead.FullName, "a.tmp")));
        Assert.True(File.Exists(Path.Combine(alive.FullName, "b.tmp")));
        alive.Delete(recursive: true);
        if (Directory.Exists(dead.FullName))
            dead.Delete();
    }
}
