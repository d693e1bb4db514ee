using Elaoms.Cli.Configuration;
using Elaoms.Cli.Erasing;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Import;
using Elaoms.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Importing;

/// <summary>One run of <c>elaoms import</c>.</summary>
/// <param name="configuration">The settings.</param>
/// <param name="time">The clock.</param>
internal sealed class ImportRun(CliConfiguration configuration, TimeProvider time)
{
    /// <summary>Runs.</summary>
    /// <param name="request">What to import, but for the caller.</param>
    /// <param name="caller">The only caller; null for all.</param>
    /// <param name="isDryRun">Whether only to count.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ImportRequest request, string? caller, bool isDryRun, CancellationToken cancellationToken)
    {
        var settings = SettingsOrFaults.Read(configuration, []);
        if (!settings.IsElevenLabsApiSafe)
            throw new CliException($"{SettingNames.ElevenLabsApiUrl} must be an https URL: the API key goes there.");
        var keysOf = caller is null ? null : CallerArgument.ReadKeys(caller);
        await using var services = Services(settings);
        request = request with { Callers = keysOf?.Invoke(services.GetRequiredService<CallerKeys>()) };
        var end = request.Until is { } until
            ? new DateTimeOffset(until.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : time.GetUtcNow();
        var progress = new ImportLines(Console.Error, end.ToUnixTimeSeconds());
        try
        {
            if (isDryRun)
            {
                var survey = await services.GetRequiredService<SurveyConversations>().RunAsync(request, progress, cancellationToken);
                await Console.Out.WriteAsync(ImportText.Of(survey));
                return ImportText.CodeOf(survey.Progress);
            }

            var done = await services.GetRequiredService<ImportConversations>()
                .RunAsync(request, settings.ElevenLabsApi.Host, progress, cancellationToken);
            await Console.Out.WriteAsync(ImportText.Of(done));
            return ImportText.CodeOf(done);
        }
        catch (ElevenLabsException fault)
        {
            throw new CliException($"{fault.Message} What was imported is kept. Run it again to go on.", fault)
            {
                Code = ExitCode.Failure,
            };
        }
    }

    private ServiceProvider Services(ElaomsSettings settings) => new ServiceCollection()
        .AddLogging()
        .AddElaoms(settings)
        .AddSingleton(time)
        .AddElevenLabs(settings.ElevenLabsApi, ClientKeys.First(configuration.Values, SettingNames.ElevenLabsApiKey))
        .AddSingleton<IImportStateStore>(new ImportStateFile(
            Path.Combine(CliConfiguration.DataFolder(configuration.Values), ImportStateFile.FileName)))
        .AddImport()
        .BuildServiceProvider();
}
