using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Elaoms.Tests.Server;

/// <summary>Records and profiles that are out of order, until they are told otherwise. They do not even heed cancellation.</summary>
public sealed class FaultyCallers(StoreFault fault)
{
    private int _refused;

    public StoreFault Fault { get; set; } = fault;

    public int Refused => _refused;

    /// <summary>Both, with nothing behind.</summary>
    public CallerRecords Records => new(
        new Documents<RecordHead>(this, behind: null),
        new Documents<RecordSegment>(this, behind: null),
        new Documents<CallerProfile>(this, behind: null),
        new PartIndexWriter(),
        TimeProvider.System);

    /// <summary>Puts these before the stores that are registered.</summary>
    public void Replace(IServiceCollection services)
    {
        Replace<RecordHead>(services);
        Replace<RecordSegment>(services);
        Replace<CallerProfile>(services);
    }

    private void Replace<T>(IServiceCollection services)
        where T : class, IStoredDocument
    {
        var registered = services.Last(service => service.ServiceType == typeof(IDocumentStore<T>)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<IDocumentStore<T>>(
            provider => new Documents<T>(this, (IDocumentStore<T>)registered(provider))));
    }

    private ValueTask<TResult> Pass<TResult>(Func<ValueTask<TResult>> call)
    {
        if (Fault == StoreFault.None)
            return call();
        Interlocked.Increment(ref _refused);
        return Fault switch
        {
            StoreFault.Throws => throw new IOException("The store is down."),
            StoreFault.ThrowsLater => ThrowLaterAsync<TResult>(),
            _ => new ValueTask<TResult>(new TaskCompletionSource<TResult>().Task),
        };
    }

    private static async ValueTask<T> ThrowLaterAsync<T>()
    {
        await Task.Yield();
        throw new IOException("The store is down.");
    }

    private sealed class Documents<T>(FaultyCallers state, IDocumentStore<T>? behind) : IDocumentStore<T>
        where T : class, IStoredDocument
    {
        public ValueTask<Versioned<T>?> ReadAsync(string name, CancellationToken cancellationToken)
            => state.Pass(() => behind!.ReadAsync(name, cancellationToken));

        public ValueTask<string?> ReadETagAsync(string name, CancellationToken cancellationToken)
            => state.Pass(() => behind!.ReadETagAsync(name, cancellationToken));

        public ValueTask<string?> TryWriteAsync(string name, T document, string? replaces, CancellationToken cancellationToken)
            => state.Pass(() => behind!.TryWriteAsync(name, document, replaces, cancellationToken));

        public ValueTask<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken)
            => state.Pass(() => behind!.TryDeleteAsync(name, etag, cancellationToken));

        public async ValueTask DeleteAsync(string name, CancellationToken cancellationToken) => await state.Pass(async () =>
        {
            await behind!.DeleteAsync(name, cancellationToken);
            return true;
        });

        public IAsyncEnumerable<DocumentListing> ListAsync(string prefix, CancellationToken cancellationToken)
            => behind!.ListAsync(prefix, cancellationToken);
    }
}
