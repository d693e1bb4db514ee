using Elaoms.Hosting;
using Elaoms.Core.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Commands;

/// <summary>Works on the storage that the settings name, without a server.</summary>
internal static class ConfiguredStorage
{
    /// <summary>Opens the storage, with the use cases above it.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public static ServiceProvider Open(ElaomsSettings settings, TimeProvider? time = null)
        => Open(settings, time, configure: null);

    private static ServiceProvider Open(ElaomsSettings settings, TimeProvider? time, Action<IServiceCollection>? configure)
    {
        var services = new ServiceCollection().AddLogging().AddElaoms(settings).AddSingleton(time ?? TimeProvider.System);
        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }

    /// <summary>
    /// The file or folder that the embedded storage lacks. Null when nothing is missing and on a storage account. Opening the storage
    /// creates it, so ask first.
    /// </summary>
    public static string? Missing(ElaomsSettings settings)
    {
        if (settings.Azure is not null)
            return null;
        if (!File.Exists(settings.DatabasePath))
            return settings.DatabasePath;
        return Directory.Exists(settings.PayloadStoragePath) ? null : settings.PayloadStoragePath;
    }

    /// <summary>Refuses an embedded storage that is not there, before opening makes an empty one.</summary>
    /// <exception cref="CliException">It is not there.</exception>
    public static void MustBeThere(ElaomsSettings settings)
    {
        if (Missing(settings) is { } missing)
            throw new CliException($"The storage can't be used: {missing} does not exist.");
    }

    /// <summary>What went wrong, in one line.</summary>
    public static string ReasonOf(Exception fault)
    {
        // Of several tries the last; the client of the storage account writes a page, of which the first line says it.
        var reason = fault is AggregateException { InnerExceptions: [.., var last] } ? last : fault;
        return reason.Message.ReplaceLineEndings("\n").Split('\n')[0];
    }

    /// <summary>Opens the storage for a piece of work.</summary>
    /// <param name="configure">Adds what the work needs besides.</param>
    /// <exception cref="CliException">The storage can't be used; the message says why.</exception>
    public static async Task<T> UseAsync<T>(
        ElaomsSettings settings, Func<IServiceProvider, Task<T>> work, CancellationToken cancellationToken,
        Action<IServiceCollection>? configure = null)
    {
        try
        {
            await using var services = Open(settings, time: null, configure);
            return await work(services);
        }
        catch (Exception fault) when (fault is not CliException && !cancellationToken.IsCancellationRequested)
        {
            throw new CliException(
                $"The storage ({settings.Azure?.ToString() ?? settings.DatabasePath}) can't be used: {ReasonOf(fault)}", fault)
            {
                Code = ExitCode.Failure,
            };
        }
    }
}
