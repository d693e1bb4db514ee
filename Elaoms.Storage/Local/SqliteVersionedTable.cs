using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>
/// Rows that hold one JSON value each, written only over the version that was read. A version's tag is random and new with each write, so a
/// row that was deleted and created again is not mistaken for the old one.
/// </summary>
/// <param name="database">Where the table is.</param>
/// <param name="table">The table.</param>
/// <param name="key">Its column for the name of a value.</param>
/// <param name="value">Its column for the value.</param>
/// <param name="type">How values are written.</param>
internal sealed class SqliteVersionedTable<T>(SqliteDatabase database, string table, string key, string value, JsonTypeInfo<T> type)
    where T : class, IStoredDocument
{
    private readonly string _read = $"SELECT tag, {value} FROM {table} WHERE {key} = ?1";
    private readonly string _readTag = $"SELECT tag FROM {table} WHERE {key} = ?1";
    private readonly string _readAll = $"SELECT tag, {value}, {key} FROM {table} ORDER BY {key}";
    private readonly string _count = $"SELECT COUNT(*) FROM {table}";
    private readonly string _insert =
        $"INSERT INTO {table} ({key}, tag, {value}) VALUES (?1, random(), ?2) ON CONFLICT DO NOTHING RETURNING tag";
    private readonly string _update = $"UPDATE {table} SET tag = random(), {value} = ?2 WHERE {key} = ?1 AND tag = ?3 RETURNING tag";
    private readonly string _deleteVersion = $"DELETE FROM {table} WHERE {key} = ?1 AND tag = ?2";
    private readonly string _delete = $"DELETE FROM {table} WHERE {key} = ?1";

    /// <summary>Reads a value; null when there is none.</summary>
    public Stored<T>? Read(string name) => database.Read(_read, row => row.Read() ? Value(row) : null, name);

    /// <summary>Reads the tag alone; null when there is no value.</summary>
    public string? ReadTag(string name) => database.Read(_readTag, FirstETag, name);

    /// <summary>Reads all values with their names, but those of a newer form: they are for the program that wrote them.</summary>
    public List<(string Name, T Value)> ReadAll() => database.Read(_readAll, row =>
    {
        var all = new List<(string, T)>();
        while (row.Read())
        {
            if (TryValue(row) is { } value)
                all.Add((row.GetString(2), value));
        }

        return all;
    });

    /// <summary>How many values there are.</summary>
    public int Count() => database.Read(_count, row => row.Read() ? row.GetInt32(0) : 0);

    /// <summary>Writes a value over the version that was read, or a first one.</summary>
    /// <returns>The tag of what was written; null when another version has come in between.</returns>
    public ValueTask<string?> TryWriteAsync(string name, T written, string? replaces, CancellationToken cancellationToken)
    {
        var json = StoredJson.Write(written, type);
        return replaces is null
            ? database.WriteAsync(_insert, FirstETag, cancellationToken, name, json)
            : database.WriteAsync(_update, FirstETag, cancellationToken, name, json, ParseTag(replaces));
    }

    /// <summary>Deletes a version.</summary>
    /// <returns>False when another version has come in between; true also when it is gone already.</returns>
    public async ValueTask<bool> TryDeleteAsync(string name, string tag, CancellationToken cancellationToken)
        => await database.WriteAsync(_deleteVersion, cancellationToken, name, ParseTag(tag)) > 0 || ReadTag(name) is null;

    /// <summary>Deletes whatever is there.</summary>
    public async ValueTask DeleteAsync(string name, CancellationToken cancellationToken)
        => await database.WriteAsync(_delete, cancellationToken, name);

    private Stored<T> Value(SqliteDataReader row)
    {
        var json = row.GetFieldValue<byte[]>(1);
        return new Stored<T>(StoredJson.Read(json, type), ETag(row), json.Length);
    }

    private T? TryValue(SqliteDataReader row)
    {
        try
        {
            return Value(row).Value;
        }
        catch (NewerDocumentException)
        {
            return null;
        }
    }

    private static string? FirstETag(SqliteDataReader row) => row.Read() ? ETag(row) : null;

    private static string ETag(SqliteDataReader row) => row.GetInt64(0).ToString(CultureInfo.InvariantCulture);

    private static long ParseTag(string tag) => long.Parse(tag, CultureInfo.InvariantCulture);
}
