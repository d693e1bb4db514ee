using System.Collections.Concurrent;
using System.Globalization;
using Elaoms.Cli.Commands;
using Elaoms.Cli.Doctor.Checks;
using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Doctor;

/// <summary>Runs all checks. Independent checks run at the same time. Each has its own timeout, and none can stop the others.</summary>
/// <param name="reading">The settings, or what is wrong with them.</param>
/// <param name="values">Where they were read from.</param>
/// <param name="deployment">The deployment that is to be looked at from outside; null for none.</param>
/// <param name="time">The clock.</param>
/// <param name="postCall">Where the deployment takes deliveries; null for the same address.</param>
/// <param name="tenant">Whose callers are looked at; null for those of all tenants.</param>
internal sealed class DoctorRunner(
    SettingsResult reading, IConfiguration values, Uri? deployment, TimeProvider time, Uri? postCall = null, string? tenant = null)
{
    /// <summary>Runs them.</summary>
    /// <returns>What was found, by subject.</returns>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        await using var http = DoctorHttp.Create();
        var settingsCheck = RunAsync(new SettingsCheck(reading, values), cancellationToken);
        var deploymentCheck = deployment is null
            ? NothingAsync()
            : RunAsync(
                new DeploymentCheck(deployment, DoctorHttp.Client(http), reading.Settings?.SearchDataAllowAnonymous ?? false, postCall),
                cancellationToken);
        var others = reading.Settings is { } settings ? await RunAllAsync(settings, http, cancellationToken) : SkipAll();
        return [.. await settingsCheck, .. others, .. await deploymentCheck];
    }

    private async Task<IReadOnlyList<CheckResult>> RunAllAsync(
        ElaomsSettings settings, ServiceProvider http, CancellationToken cancellationToken)
    {
        // Nothing is opened before a check asks for it, so what can't be opened is that check's finding.
        var services = new Lazy<ServiceProvider>(() => ConfiguredStorage.Open(settings, time));
        try
        {
            var storage = RunAsync(new StorageCheck(settings, services), cancellationToken);
            var all = await Task.WhenAll(
                storage,
                settings.Azure is null ? RunAfterAsync(storage, new DiskCheck(services), cancellationToken) : NothingAsync(),
                RunAfterAsync(storage, new QueueCheck(settings, services), cancellationToken),
                RunAfterAsync(storage, new PoisonCheck(services), cancellationToken),
                RunIfUsableAsync(storage, new RecordingsCheck(settings, services, time), cancellationToken),
                RunAfterAsync(storage, new CallersCheck(settings, services, tenant, time), cancellationToken),
                RunAsync(new EngineCheck(settings, services), cancellationToken),
                settings.Embeddings is null ? NothingAsync() : RunAsync(new EmbeddingsCheck(settings, services), cancellationToken),
                settings.HasEnginesToTell
                    ? RunAfterAsync(storage, new BacklogCheck(settings, services), cancellationToken)
                    : NothingAsync(),
                RunAsync(new ClockCheck(settings, services, deployment, DoctorHttp.Client(http), time), cancellationToken),
                RunIfUsableAsync(storage, new DatesCheck(services, time), cancellationToken),
                RunIfUsableAsync(storage, new ReconciliationCheck(settings, services, time), cancellationToken),
                CheckElevenLabsAsync(settings, cancellationToken));
            return [.. all.SelectMany(findings => findings)];
        }
        finally
        {
            if (services.IsValueCreated)
                await services.Value.DisposeAsync();
        }
    }

    // Only where there is a key: ElevenLabs' own view of what it is given here.
    private async Task<IReadOnlyList<CheckResult>> CheckElevenLabsAsync(ElaomsSettings settings, CancellationToken cancellationToken)
    {
        if (values[SettingNames.ElevenLabsApiKey] is not { Length: > 0 } key)
            return [];
        await using var services = ElevenLabsCheck.Services(settings, key, time);
        return await RunAsync(new ElevenLabsCheck(services, settings, deployment, time), cancellationToken);
    }

    private static IReadOnlyList<CheckResult> SkipAll()
        => [.. new[] { StorageCheck.Name, QueueCheck.Name, PoisonCheck.Name, CallersCheck.Name, EngineCheck.Name, ClockCheck.Name }
            .Select(subject => CheckResult.Skipped(subject, "the settings can't be read", SettingsCheck.Name))];

    private static Task<IReadOnlyList<CheckResult>> NothingAsync() => Task.FromResult<IReadOnlyList<CheckResult>>([]);

    private async Task<IReadOnlyList<CheckResult>> RunAfterAsync(
        Task<IReadOnlyList<CheckResult>> storage, ICheck check, CancellationToken cancellationToken)
        => IsUsable(await storage)
            ? await RunAsync(check, cancellationToken)
            : [CheckResult.Skipped(check.Subject, "the storage can't be used", StorageCheck.Name)];

    private async Task<IReadOnlyList<CheckResult>> RunIfUsableAsync(
        Task<IReadOnlyList<CheckResult>> storage, ICheck check, CancellationToken cancellationToken)
        => IsUsable(await storage) ? await RunAsync(check, cancellationToken) : [];

    private static bool IsUsable(IReadOnlyList<CheckResult> storage) => storage.All(finding => finding.Status == CheckStatus.Ok);

    /// <summary>Runs one check: a fault, or an answer that does not come, is a finding beside those it has made.</summary>
    internal async Task<IReadOnlyList<CheckResult>> RunAsync(ICheck check, CancellationToken cancellationToken)
    {
        var findings = new ConcurrentQueue<CheckResult>();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // Some of what is asked holds its thread until it answers.
            await Task.Run(CollectAsync, cancellationToken).WaitAsync(check.Timeout, time, cancellationToken);
        }
        catch (TimeoutException) when (!cancellationToken.IsCancellationRequested)
        {
            await timeout.CancelAsync();
            findings.Enqueue(CheckResult.Error(
                check.Subject,
                string.Create(CultureInfo.InvariantCulture, $"No answer within {check.Timeout.TotalSeconds:0} s."),
                check.RemedyOfFault));
        }
#pragma warning disable CA1031 // Whatever failed, the other checks are to be heard.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            findings.Enqueue(CheckResult.Error(check.Subject, ConfiguredStorage.ReasonOf(fault), check.RemedyOfFault));
        }

        return [.. findings];

        async Task CollectAsync()
        {
            await foreach (var finding in check.CheckAsync(timeout.Token))
                findings.Enqueue(finding);
        }
    }
}
