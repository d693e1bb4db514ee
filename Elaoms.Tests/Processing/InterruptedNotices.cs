using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Tests.Processing;

/// <summary>Notices where something else happens before or after a write, such as a fault of the storage.</summary>
internal sealed class InterruptedNotices(IUnreadableNotices notices) : IUnreadableNotices
{
    public Func<Task> BeforeWrite { get; set; } = () => Task.CompletedTask;

    public Func<Task> AfterWrite { get; set; } = () => Task.CompletedTask;

    public ValueTask<Stored<UnreadableNotices>?> ReadAsync(CancellationToken cancellationToken) => notices.ReadAsync(cancellationToken);

    public async ValueTask<string?> TryWriteAsync(UnreadableNotices written, string? replaces, CancellationToken cancellationToken)
    {
        await BeforeWrite();
        var tag = await notices.TryWriteAsync(written, replaces, cancellationToken);
        await AfterWrite();
        return tag;
    }
}
