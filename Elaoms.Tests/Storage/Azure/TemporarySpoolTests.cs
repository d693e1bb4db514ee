using Elaoms.Core.Storage.Payloads;
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
    public void What_a_killed_process_left_is_removed_and_nothing_that_is_still_needed()
    {
        var folder = Directory.CreateTempSubdirectory("elaoms-spool-");
        var (old, young, held) = (Path.Combine(folder.FullName, "a.tmp"), Path.Combine(folder.FullName, "b.tmp"),
            Path.Combine(folder.FullName, "c.tmp"));
        Orphans.Leave(old, seconds: 16);
        Orphans.Leave(young, seconds: 0);
        using var spool = new TemporarySpool(TimeProvider.System);
        using (Orphans.Hold(held, seconds: 7200))
            spool.DeleteOrphans();

        Assert.Equal((false, true, true), (File.Exists(old), File.Exists(young), File.Exists(held)));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Folder_of_a_process_that_is_gone_goes_too()
    {
        var folder = Directory.CreateTempSubdirectory("elaoms-spool-");
        var clock = new MovableClock();
        using var spool = new TemporarySpool(clock);

        spool.DeleteOrphans();
        Assert.True(Directory.Exists(folder.FullName));
        clock.Advance(TimeSpan.FromHours(2));
        spool.DeleteOrphans();

        Assert.False(Directory.Exists(folder.FullName));
    }
}
