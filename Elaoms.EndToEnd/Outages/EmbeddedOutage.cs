using System.Diagnostics;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Microsoft.Data.Sqlite;

namespace Elaoms.EndToEnd.Outages;

/// <summary>
/// The embedded storage made unusable from outside, each part in one step, so that nothing is stored where it will not be found.
/// </summary>
internal sealed class EmbeddedOutage : Outage
{
    private static readonly string[] Tables = ["callers", "profiles", "conversations", "receipts", "calls"];

    private readonly bool _files;
    private readonly bool _tables;
    private readonly string _payloads;
    private readonly string _folder;
    private readonly string _file;

    public EmbeddedOutage(ServerSettings settings, bool files, bool tables)
    {
        (Settings, _files, _tables) = (settings, files, tables);
        _payloads = settings[SettingNames.PayloadStoragePath]!;
        (_folder, _file) = (_payloads + ".folder", _payloads + ".file");
        Directory.CreateDirectory(_folder);
        File.WriteAllText(_file, "in the way");
        File.CreateSymbolicLink(_payloads, _folder);
    }

    public override ServerSettings Settings { get; }

    public override async Task BeginAsync()
    {
        if (_files)
            await ReplaceAsync(_file);
        if (_tables)
            await RenameAsync("", "_away");
    }

    public override async Task EndAsync()
    {
        if (_files)
            await ReplaceAsync(_folder);
        if (_tables)
            await RenameAsync("_away", "");
    }

    // .NET does not move a link over another one that leads to a folder.
    private async Task ReplaceAsync(string target)
    {
        var link = _payloads + ".link";
        File.CreateSymbolicLink(link, target);
        using var move = Process.Start("mv", ["-f", "-T", link, _payloads]);
        await move.WaitForExitAsync(CancellationToken.None);
        if (move.ExitCode != 0)
            throw new InvalidOperationException("The payload folder can't be replaced.");
    }

    private async Task RenameAsync(string from, string to)
    {
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Settings[SettingNames.OpenMemoryDbPath], Pooling = false }.ToString());
        await connection.OpenAsync(CancellationToken.None);
        await using var transaction = connection.BeginTransaction(deferred: false);
        await using var rename = connection.CreateCommand();
        rename.Transaction = transaction;
#pragma warning disable CA2100 // The names stand in this file.
        rename.CommandText = string.Concat(Tables.Select(table => $"ALTER TABLE {table}{from} RENAME TO {table}{to};"));
#pragma warning restore CA2100
        await rename.ExecuteNonQueryAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }
}
