using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Elaoms.Cli.Evaluation.Input;

/// <summary>Reads calls from files: JSON lines, or one JSON document, gzip or not; of a folder, each file in it.</summary>
internal static class CallFiles
{
    /// <summary>The most bytes of a line or of a document, after decompression.</summary>
    public const int MaxCallBytes = 32 << 20;

    private const int MaxDocumentLines = 1_000_000;
    private const string TooLarge = "is larger than 32 MB.";
    private const string NoJson = "is not a JSON object.";

    private static readonly string[] Extensions = [".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz"];

    /// <summary>Reads the calls of files and folders. Folders are read with all below them, in the order of names.</summary>
    /// <exception cref="CliException">A file is not there, or can't be read.</exception>
    public static async IAsyncEnumerable<CallOrFault> ReadAsync(
        IReadOnlyList<string> paths, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in paths.SelectMany(FilesOf))
        {
            await foreach (var read in ReadFileAsync(file, cancellationToken))
                yield return read;
        }
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return File.Exists(path) ? [path] : throw new CliException($"{path} does not exist.");
        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Any(extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal);
    }

    private static async IAsyncEnumerable<CallOrFault> ReadFileAsync(
        string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var content = Open(file);
        await using var lines = BoundedLines.ReadAsync(content, MaxCallBytes, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (number, isFirst) = (0, true);
        var document = new List<byte[]>();
        while (await MoveNextAsync(file, lines))
        {
            number++;
            if (lines.Current is { } line && IsBlank(line))
                continue;
            if (isFirst && lines.Current is { } first && CallForms.Parse(first) is null)
            {
                // No line of JSON lines: a document over several lines, unless it turns out otherwise.
                document.AddRange(Enumerable.Repeat(Array.Empty<byte>(), number - 1).Append(first));
                break;
            }

            isFirst = false;
            yield return Read(file, number, lines.Current);
        }

        if (document.Count == 0)
            yield break;
        var size = (long)document[^1].Length;
        while (size <= MaxCallBytes && document.Count < MaxDocumentLines && await MoveNextAsync(file, lines))
        {
            document.Add(lines.Current ?? []);
            size += lines.Current?.Length + 1 ?? MaxCallBytes;
        }

        if (size > MaxCallBytes || document.Count >= MaxDocumentLines)
        {
            yield return new CallOrFault(null, new InputFault(file, null, TooLarge));
            yield break;
        }

        foreach (var read in ReadDocument(file, document))
            yield return read;
    }

    private static IEnumerable<CallOrFault> ReadDocument(string file, List<byte[]> lines)
    {
        if (CallForms.Parse(Joined(lines)) is { } json)
            return [Of(json, file, number: null)];
        return lines.Exists(line => CallForms.Parse(line) is not null)
            ? lines.Index().Where(line => !IsBlank(line.Item)).Select(line => Read(file, line.Index + 1, line.Item))
            : [new CallOrFault(null, new InputFault(file, null, NoJson))];
    }

    private static CallOrFault Read(string file, int number, byte[]? line)
    {
        if (line is null)
            return new CallOrFault(null, new InputFault(file, number, TooLarge));
        return CallForms.Parse(line) is { } json ? Of(json, file, number) : new CallOrFault(null, new InputFault(file, number, NoJson));
    }

    private static CallOrFault Of(System.Text.Json.Nodes.JsonObject json, string file, int? number)
    {
        var fallbackId = number is null ? Path.GetFileName(file) : $"{Path.GetFileName(file)}:{number}";
        var call = CallForms.Read(json, fallbackId, out var reason);
        return new CallOrFault(call, call is null ? new InputFault(file, number, reason) : null);
    }

    private static Stream Open(string file)
    {
        try
        {
            var stream = File.OpenRead(file);
            var isGzip = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
            stream.Position = 0;
            return isGzip ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{file} can't be read: {fault.Message}", fault);
        }
    }

    private static async ValueTask<bool> MoveNextAsync(string file, IAsyncEnumerator<byte[]?> lines)
    {
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            throw new CliException($"{file} can't be read: {fault.Message}", fault);
        }
    }

    private static byte[] Joined(List<byte[]> lines)
    {
        using var all = new MemoryStream();
        foreach (var line in lines)
        {
            all.Write(line);
            all.WriteByte((byte)'\n');
        }

        return all.ToArray();
    }

    private static bool IsBlank(byte[] line) => line.AsSpan().IndexOfAnyExcept(" \t\r"u8) < 0;
}
