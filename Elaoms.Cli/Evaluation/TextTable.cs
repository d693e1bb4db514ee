using System.Globalization;
using System.Text;

namespace Elaoms.Cli.Evaluation;

/// <summary>A table in plain text: columns of one width, numbers to the right.</summary>
/// <param name="headings">The headings; those of numbers begin with a blank, which is left out.</param>
internal sealed class TextTable(params string[] headings)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with a cell per heading.</summary>
    public void Add(params object[] cells)
        => _rows.Add([.. cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "")]);

    /// <inheritdoc/>
    public override string ToString()
    {
        var isNumber = headings.Select(heading => heading.StartsWith(' ')).ToArray();
        var widths = headings.Select((heading, column) => Width(heading, column)).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows.Prepend([.. headings.Select(heading => heading.TrimStart())]))
        {
            var cells = row.Select((cell, at) => isNumber[at] ? cell.PadLeft(widths[at]) : cell.PadRight(widths[at]));
            text.Append(Gap).AppendLine(string.Join(Gap, cells).TrimEnd());
        }

        return text.ToString();
    }

    private int Width(string heading, int column) => _rows.Select(row => row[column].Length).Append(heading.TrimStart().Length).Max();
}
