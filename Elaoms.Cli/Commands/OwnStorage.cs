using Elaoms.Core;
using Elaoms.Core.Settings;
using Elaoms.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Commands;

/// <summary>Works on the storage that the settings name, without a server.</summary>
internal static class OwnStorage
{
    /// <summary>Opens the storage for a piece of work.</summary>
    /// <exception cref="CliException">The storage can't be used; the message says why.</exception>
    public static async Task<T> UseAsync<T>(ElaomsSettings settings, Func<IServiceProvider, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var services = new ServiceCollection().AddLogging().AddElaomsCore(settings).AddElaomsStorage(settings).BuildServiceProvider();
            return await work(services);
        }
        catch (Exception fault) when (fault is not CliException && !cancellationToken.IsCancellationRequested)
        {
            // Of several tries the last; the client of the storage account writes a page, of which the first line says it.
            var reason = fault is AggregateException { InnerExceptions: [.., var last] } ? last : fault;
            throw new CliException($"The storage ({settings.Azure?.ToString() ?? settings.DatabasePath}) can't be used: {reason.Message.ReplaceLineEndings("\n").Split('\n')[0]}", fault) { Code = ExitCode.Failure };
        }
    }
}
