using System.Globalization;
using Spectre.Console;

namespace Elaoms.Cli;

/// <summary>Standard output for commands that show something to a person.</summary>
internal static class CommandOutput
{
    /// <summary>
    /// Writes a line: with its markup at a terminal, plain and unbroken everywhere else. Spectre.Console itself breaks lines in a pipe
    /// after 80 columns and colours them where a workflow sets <c>GITHUB_ACTIONS</c>.
    /// </summary>
    /// <param name="line">A text with markup; its arguments are taken as they are.</param>
    public static void WriteLine(FormattableString line)
    {
        if (!Console.IsOutputRedirected)
        {
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, line);
            return;
        }

        var arguments = line.GetArguments().Select(argument => argument is string text ? Markup.Escape(text) : argument);
        Console.Out.WriteLine(Markup.Remove(string.Format(CultureInfo.InvariantCulture, line.Format, [.. arguments])));
    }
}
