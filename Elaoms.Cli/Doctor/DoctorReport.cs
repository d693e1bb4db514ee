using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Elaoms.Cli.Doctor;

/// <summary>All findings, for people and for programs.</summary>
internal sealed class DoctorReport(IReadOnlyList<CheckResult> findings)
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly int WordWidth = Enum.GetValues<CheckStatus>().Max(verdict => Word(verdict).Length);

    /// <summary>The worst of all.</summary>
    public CheckStatus Worst => findings.Max(finding => finding.Status);

    /// <summary>Shows a line per finding, and below it what to do.</summary>
    public void Show()
    {
        // A terminal breaks long lines itself.
        AnsiConsole.Profile.Width = int.MaxValue;
        var subjectWidth = findings.Max(finding => finding.Subject.Length);
        var indentation = new string(' ', WordWidth + subjectWidth + 4);
        foreach (var finding in findings)
        {
            var (word, subject) = (Word(finding.Status).PadRight(WordWidth), finding.Subject.PadRight(subjectWidth));
            CommandOutput.WriteLine($"[{Colour(finding.Status)}]{word}[/]  [bold]{subject}[/]  {finding.What}");
            if (finding.Remedy is { } remedy)
                CommandOutput.WriteLine($"{indentation}[grey]→[/] {remedy}");
        }

        CommandOutput.WriteLine($"");
        CommandOutput.WriteLine(
            $"[{Colour(Worst)}]{Word(Worst)}[/]: {string.Join(", ", Enum.GetValues<CheckStatus>().Reverse().Select(Count))}");
    }

    /// <summary>Writes one JSON object and a line's end.</summary>
    public void Write(Stream output)
    {
        using (var writer = new Utf8JsonWriter(output, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("verdict"u8, Key(Worst));
            writer.WriteStartArray("checks"u8);
            foreach (var finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteString("subject"u8, finding.Subject);
                writer.WriteString("verdict"u8, Key(finding.Status));
                writer.WriteString("what"u8, finding.What);
                writer.WriteString("remedy"u8, finding.Remedy);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private string Count(CheckStatus verdict)
    {
        var count = findings.Count(finding => finding.Status == verdict);
        return string.Create(
            CultureInfo.InvariantCulture, $"{count} {Word(verdict)}{(verdict == CheckStatus.Ok || count == 1 ? "" : "s")}");
    }

    private static string Key(CheckStatus verdict) => verdict switch
    {
        CheckStatus.Ok => "ok",
        CheckStatus.Warning => "warning",
        _ => "error",
    };

    private static string Word(CheckStatus verdict) => verdict == CheckStatus.Ok ? "OK" : Key(verdict);

    private static string Colour(CheckStatus verdict) => verdict switch
    {
        CheckStatus.Ok => "green",
        CheckStatus.Warning => "yellow",
        _ => "red",
    };
}
