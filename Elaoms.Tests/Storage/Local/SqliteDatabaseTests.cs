using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Records;
using Elaoms.Storage.Local;
using Elaoms.Tests.Records;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Elaoms.Tests.Storage.Local;

public sealed class SqliteDatabaseTests() : StorageTests(StorageKind.Embedded)
{
    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);

    [Fact]
    public async Task Database_is_its_owners_alone()
    {
        Assert.Null(await Stores.Callers.ReadETagAsync("nobody", CancellationToken.None));
        var folder = Path.GetDirectoryName(Storage.Settings.DatabasePath)!;

        Assert.NotEmpty(Directory.GetFiles(folder));
        Assert.All(Directory.GetFiles(folder), file => UnixMode.AssertIs(UnixMode.OwnerFile, file));
        UnixMode.AssertIs(UnixMode.OwnerFolder, folder);
    }

    [Fact]
    public async Task Profiles_from_before_they_had_a_version_are_kept_by_all_who_open_the_database_at_once()
    {
        await Stores.DisposeAsync();
        MakeFormer(new CallerProfile { Revision = 3, Name = "Léa" });

        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Storage.Open())));

        foreach (var stores in opened)
        {
            var profile = (await stores.Profiles.ReadAsync(Key, CancellationToken.None))!.Value;
            Assert.Equal((3, "Léa"), (profile.Revision, profile.Name));
        }

        await opened[0].Get<CallerRecords>().ApplyAsync(
            Key, SampleRecords.Sam, [SampleRecords.Extracted("c1", 1)], CancellationToken.None);
        Assert.Equal(3, (await opened[1].Profiles.ReadAsync(Key, CancellationToken.None))!.Value.Revision);
        foreach (var stores in opened)
            await stores.DisposeAsync();
    }

    [Fact]
    public async Task Flush_brings_rows_to_the_disk_and_leaves_later_commits_unflushed()
    {
        var database = Stores.Get<SqliteDatabase>();

        await database.FlushAsync(CancellationToken.None);
        await database.FlushAsync(CancellationToken.None);

        const long Normal = 1;
        Assert.Equal(
            Normal,
            await database.WriteAsync("PRAGMA synchronous", row => row.Read() ? row.GetInt64(0) : -1, CancellationToken.None));
    }

    // The table as it was until records and profiles became documents of one port.
    private void MakeFormer(CallerProfile profile)
    {
        using var connection = new SqliteConnection($"Data Source={Storage.Settings.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            DROP TABLE profiles;
            CREATE TABLE profiles (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, profile BLOB NOT NULL);
            INSERT INTO profiles (key, revision, profile) VALUES ($key, 3, $profile);
            """;
        command.Parameters.AddWithValue("$key", Key.Value);
        command.Parameters.AddWithValue("$profile", JsonSerializer.SerializeToUtf8Bytes(profile, CallerJson.Default.CallerProfile));
        command.ExecuteNonQuery();
    }
}
