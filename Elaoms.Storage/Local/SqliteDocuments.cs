using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>
/// Documents as rows. A version's ETag is random and new with each write, so a row that was deleted and created again is not mistaken for
/// the old one.
/// </summary>
/// <param name="database">Where the table is.</param>
/// <param name="table">The table.</param>
/// <param name="name">Its column for the name of a document.</param>
/// <param name="document">Its column for the document.</param>
/// <param name="type">How documents are written.</param>
public sealed class SqliteDocuments<T>(SqliteDatabase database, string table, string name, string document, JsonTypeInfo<T> type)
    : IDocumentStore<T>
    where T : class, IStoredDocument
{
    private static readonly bool IsScheduled = typeof(IScheduledDocument).IsAssignableFrom(typeof(T));

    // Behind all that names hold.
    private const char LastCharacter = '\uFFFD';

    private readonly string _read = $"SELECT tag, {document} FROM {table} WHERE {name} = ?1";
    private readonly string _readETag = $"SELECT tag FROM {table} WHERE {name} = ?1";
    private readonly string _list = $"SELECT {name}{(IsScheduled ? $", {document}" : "")} FROM {table} "
        + $"WHERE {name} >= ?1 AND {name} < ?2 ORDER BY {name}";
    private readonly string _insert =
        $"INSERT INTO {table} ({name}, tag, {document}) VALUES (?1, random(), ?2) ON CONFLICT DO NOTHING RETURNING tag";
    private readonly string _update =
        $"UPDATE {table} SET tag = random(), {document} = ?2 WHERE {name} = ?1 AND tag = ?3 RETURNING tag";
    private readonly string _deleteVersion = $"DELETE FROM {table} WHERE {name} = ?1 AND tag = ?2";
    private readonly string _delete = $"DELETE FROM {table} WHERE {name} = ?1";

    /// <inheritdoc />
    public ValueTask<Versioned<T>?> ReadAsync(string name, CancellationToken cancellationToken)
        => ValueTask.FromResult(database.Read(_read, row => row.Read() ? ReadVersion(row) : null, name));

    /// <inheritdoc />
    public ValueTask<string?> ReadETagAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(ReadETag(name));

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(string name, T document, string? replaces, CancellationToken cancellationToken)
    {
        var json = StoredJson.Write(document, type);
        return replaces is null
            ? database.WriteAsync(_insert, FirstETag, cancellationToken, name, json)
            : database.WriteAsync(_update, FirstETag, cancellationToken, name, json, ParseETag(replaces));
    }

    /// <inheritdoc />
    public async ValueTask<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken)
        => await database.WriteAsync(_deleteVersion, cancellationToken, name, ParseETag(etag)) > 0 || ReadETag(name) is null;

    /// <inheritdoc />
    public async ValueTask DeleteAsync(string name, CancellationToken cancellationToken)
        => await database.WriteAsync(_delete, cancellationToken, name);

    /// <inheritdoc />
    public IAsyncEnumerable<DocumentListing> ListAsync(string prefix, CancellationToken cancellationToken)
        => database.Read(_list, ReadListings, prefix, prefix + LastCharacter).ToAsyncEnumerable();

    private string? ReadETag(string name) => database.Read(_readETag, FirstETag, name);

    private Versioned<T> ReadVersion(SqliteDataReader row)
    {
        var json = row.GetFieldValue<byte[]>(1);
        return new Versioned<T>(StoredJson.Read(json, type), ETag(row), json.Length);
    }

    private List<DocumentListing> ReadListings(SqliteDataReader row)
    {
        var listings = new List<DocumentListing>();
        while (row.Read())
            listings.Add(new DocumentListing(row.GetString(0), IsScheduled ? NotBefore(row.GetFieldValue<byte[]>(1)) : null));
        return listings;
    }

    private DateTimeOffset? NotBefore(byte[] json)
    {
        try
        {
            return ((IScheduledDocument)StoredJson.Read(json, type)).NotBefore;
        }
        catch (NewerDocumentException)
        {
            // Whoever reads the document itself says so.
            return null;
        }
    }

    private static string? FirstETag(SqliteDataReader row) => row.Read() ? ETag(row) : null;

    private static string ETag(SqliteDataReader row) => row.GetInt64(0).ToString(CultureInfo.InvariantCulture);

    private static long ParseETag(string etag) => long.Parse(etag, CultureInfo.InvariantCulture);
}
