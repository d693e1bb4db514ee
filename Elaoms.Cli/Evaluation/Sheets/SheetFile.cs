using System.Text;
using Elaoms.Storage;

namespace Elaoms.Cli.Evaluation.Sheets;

/// <summary>Sheets as files: tab-separated values with a line of headings, as every spreadsheet reads them.</summary>
internal static class SheetFile
{
    private const string Kind = "kind";
    private const string Verdict = "verdict";
    private const string Error = "error";

    private static readonly string[] Headings = ["call", Kind, "value", "words", "agent", "confidence", Verdict, Error];

    /// <summary>Writes rows to a new file that only its owner can read.</summary>
    /// <exception cref="CliException">The file is there already, or can't be written.</exception>
    public static async Task WriteAsync(string path, IEnumerable<SheetRow> rows, CancellationToken cancellationToken)
    {
        RefuseExisting(path);
        try
        {
            await using var writer = new StreamWriter(PrivateFiles.Create(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            await writer.WriteLineAsync(string.Join('\t', Headings).AsMemory(), cancellationToken);
            foreach (var row in rows)
            {
                string[] cells = [row.Call, row.Kind, row.Value, row.Words, row.Agent, row.Confidence, "", ""];
                await writer.WriteLineAsync(string.Join('\t', cells.Select(Cell)).AsMemory(), cancellationToken);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} can't be written: {fault.Message}", fault) { Code = ExitCode.Failure };
        }
    }

    /// <summary>Fails when there is a file: it may hold verdicts.</summary>
    /// <exception cref="CliException">The file is there already.</exception>
    public static void RefuseExisting(string path)
    {
        if (File.Exists(path))
            throw new CliException($"{path} already exists and may contain verdicts.");
    }

    /// <summary>Reads the verdicts of a file.</summary>
    /// <exception cref="CliException">The file can't be read, or is no such sheet.</exception>
    public static async Task<IReadOnlyList<JudgedRow>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string[] lines;
        try
        {
            lines = await File.ReadAllLinesAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} can't be read: {fault.Message}", fault);
        }

        var headings = Cells(lines.FirstOrDefault() ?? "");
        var (kind, verdict, error) = (headings.IndexOf(Kind), headings.IndexOf(Verdict), headings.IndexOf(Error));
        if (kind < 0 || verdict < 0)
            throw new CliException($"{path} is not a sheet: its first line has no column {Kind} or no column {Verdict}.");
        return [.. lines.Select((line, index) => (Cells: Cells(line), Number: index + 1))
            .Skip(1)
            .Where(line => line.Cells.Exists(cell => cell.Length > 0))
            .Select(line => new JudgedRow(
                At(line.Cells, kind), VerdictOf(At(line.Cells, verdict), path, line.Number), At(line.Cells, error)))];
    }

    private static SheetVerdict? VerdictOf(string text, string path, int line)
    {
        if (text.Length == 0)
            return null;
        return Enum.GetNames<SheetVerdict>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<SheetVerdict>(text, ignoreCase: true)
            : throw new CliException($"{path}, line {line}: the verdict must be right, wrong or junk.");
    }

    // Spreadsheets put cells into quotes that have any.
    private static List<string> Cells(string line) => [.. line.Split('\t').Select(cell => cell.Trim().Trim('"').Trim())];

    private static string At(List<string> cells, int column) => column >= 0 && column < cells.Count ? cells[column] : "";

    // What a caller said must not be taken for a formula (https://owasp.org/www-community/attacks/CSV_Injection).
    private static string Cell(string text)
    {
        var line = new StringBuilder(text.Length + 1);
        if (text.TrimStart() is ['=' or '+' or '-' or '@', ..])
            line.Append('\'');
        foreach (var c in text)
            line.Append(char.IsControl(c) ? ' ' : c is '"' ? '\'' : c);
        return line.ToString();
    }
}
