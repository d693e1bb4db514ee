using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of profiles: they lie beside the records, and are none.</summary>
public abstract class CallerProfilesContract(StorageKind kind)
    : DocumentStoreContract<CallerProfile>(kind, CallerJson.Default.CallerProfile)
{
    [Fact]
    public async Task Profile_is_no_record_and_a_record_is_no_profile()
    {
        await WriteAsync(NameOf(1), Sample(1));
        await Stores.Callers.TryWriteAsync(NameOf(2), Tests.Records.SampleRecords.Empty.Head(), null, CancellationToken.None);

        Assert.Equal([NameOf(1)], (await Documents.ListAsync(CancellationToken.None).ToListAsync()).Select(profile => profile.Name));
        Assert.Equal([NameOf(2)], (await Stores.Callers.ListAsync(CancellationToken.None).ToListAsync()).Select(record => record.Name));
        await Stores.Callers.DeleteAsync(NameOf(1), CancellationToken.None);
        Assert.NotNull(await ReadAsync(NameOf(1)));
    }

    protected override CallerProfile Sample(int number) => new() { Revision = number, Name = number == 0 ? null : $"Léa {number}" };

    public sealed class OnFiles() : CallerProfilesContract(StorageKind.Embedded);
}
