using System.Globalization;
using System.Reflection;
using Elaoms.Cli.Serving;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Web.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Records;

namespace Elaoms.EndToEnd.Crashes;

/// <summary>
/// This assembly as a program: the server as the product builds it, changed as the arguments say, under the settings of the environment.
/// Not what the product has, because the product is not to know of its tests.
/// </summary>
internal static class ServerProgram
{
    public const string DieAt = "--die-at";
    public const string LeaseSeconds = "--lease-seconds";
    public const string MinutesAhead = "--minutes-ahead";

    public static async Task<int> Main(string[] args)
    {
        // The test host starts the assembly by other ways; who starts it by hand wants `dotnet test`.
        if (args.Length == 0)
            return 2;

        var options = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var settings = new SettingsReader(configuration).Read([]).Settings!;
        await using var app = ElaomsServer.Build(settings, ["http://127.0.0.1:0"], configuration, services => Change(services, options));
        await app.StartAsync(CancellationToken.None);
        Console.Out.WriteLine($"ELAOMS listens on {string.Join(", ", app.Urls)} {PostCallEndpoint.Route}");
        await app.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }

    private static void Change(IServiceCollection services, Dictionary<string, string> options)
    {
        if (options.TryGetValue(MinutesAhead, out var minutes))
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(
                new ClockAhead(TimeSpan.FromMinutes(int.Parse(minutes, CultureInfo.InvariantCulture)))));
        if (options.TryGetValue(LeaseSeconds, out var seconds))
            Decorate<ICallQueue>(
                services, queue => new BriefLeases(queue, TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))));
        if (options.TryGetValue(DieAt, out var arrow))
            MakeDeadly(services, Enum.Parse<Arrow>(arrow));
    }

    private static void MakeDeadly(IServiceCollection services, Arrow arrow)
    {
        switch (arrow)
        {
            case Arrow.AfterEntry:
                MakeDeadly<IPendingPayloads>(services, nameof(IPendingPayloads.AddAsync), after: true);
                break;
            case Arrow.BeforeBlob:
                MakeDeadly<IPayloadArchive>(services, nameof(IPayloadArchive.StoreAsync), after: false);
                break;
            case Arrow.AfterBlob:
                MakeDeadly<IPayloadArchive>(services, nameof(IPayloadArchive.StoreAsync), after: true);
                break;
            case Arrow.AfterQueue:
                MakeDeadly<ICallQueue>(services, nameof(ICallQueue.EnqueueAsync), after: true);
                break;
            case Arrow.BeforeClaim:
                MakeDeadly<IDocumentStore<ConversationClaim>>(
                    services, nameof(IDocumentStore<ConversationClaim>.TryWriteAsync), after: false);
                break;
            case Arrow.BeforeRecord:
                MakeDeadly<IDocumentStore<RecordHead>>(services, nameof(IDocumentStore<RecordHead>.TryWriteAsync), after: false);
                break;
            case Arrow.AfterRecord:
                MakeDeadly<IDocumentStore<RecordHead>>(services, nameof(IDocumentStore<RecordHead>.TryWriteAsync), after: true);
                break;
            case Arrow.BeforeSegment:
                MakeDeadly<IDocumentStore<RecordSegment>>(services, nameof(IDocumentStore<RecordSegment>.TryWriteAsync), after: false);
                break;
            case Arrow.AfterSegment:
                MakeDeadly<IDocumentStore<RecordSegment>>(services, nameof(IDocumentStore<RecordSegment>.TryWriteAsync), after: true);
                break;
            case Arrow.BeforeList:
                MakeDeadly<ICallList>(services, nameof(ICallList.WriteAsync), after: false);
                break;
            case Arrow.AfterList:
                MakeDeadly<ICallList>(services, nameof(ICallList.WriteAsync), after: true);
                break;
            case Arrow.BeforeReceipt:
                MakeDeadly<IReceipts>(services, nameof(IReceipts.WriteAsync), after: false);
                break;
            case Arrow.AfterReceipt:
                MakeDeadly<IReceipts>(services, nameof(IReceipts.WriteAsync), after: true);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(arrow));
        }
    }

    private static void MakeDeadly<T>(IServiceCollection services, string method, bool after)
        where T : class
        => Decorate<T>(services, port =>
        {
            var deadly = DispatchProxy.Create<T, DeadlyPort<T>>();
            ((DeadlyPort<T>)(object)deadly).PutBefore(port, method, after);
            return deadly;
        });

    private static void Decorate<T>(IServiceCollection services, Func<T, T> decorate)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T));
        services.Replace(ServiceDescriptor.Singleton(provider => decorate((T)(inner.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)))));
    }
}
