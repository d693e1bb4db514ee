using Elaoms.Cli.Doctor;
using Elaoms.Core.Settings;
using Elaoms.Tests.Cli.Doctor;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Elaoms.EndToEnd.Cli.Doctor;

/// <summary>What <c>doctor</c> finds while another program holds the database for longer than a writer waits.</summary>
public sealed class HeldDatabaseCheckTests
{
    [Fact]
    public async Task Database_that_cannot_be_written_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var other = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = bench.Settings[SettingNames.OpenMemoryDbPath], Pooling = false }.ToString());
        await other.OpenAsync(CancellationToken.None);
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync(CancellationToken.None);

        (await bench.ExamineAsync("storage")).Only().Is(CheckStatus.Error, "database is locked", "that no other program holds the file.");
    }
}
