using System.CommandLine;
using System.Text.Json;
using Elaoms.Cli.Commands;

namespace Elaoms.Tests.Cli.Evaluation;

/// <summary>Runs <c>elaoms evaluate</c> in this process.</summary>
internal static class EvaluateProgram
{
    public static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = output };
        var code = await EvaluateCommand.Create().Parse(arguments).InvokeAsync(configuration);
        return (code, output.ToString());
    }

    /// <summary>The report of a run that went well.</summary>
    public static async Task<JsonElement> ReportAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync([.. arguments, "--json"]);
        Xunit.Assert.True(code == 0, output);
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>The measures of the only group.</summary>
    public static async Task<JsonElement> MeasureAsync(params string[] arguments)
        => (await ReportAsync(arguments)).GetProperty("groups").EnumerateArray().Single();
}
