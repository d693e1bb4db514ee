using Elaoms.EndToEnd.Azurite;
using Elaoms.Tests.Server;

namespace Elaoms.EndToEnd.Outages;

internal sealed class AzuriteOutage(AzuriteServer azurite, TempFolder folder, bool freezes) : Outage
{
    public override ServerSettings Settings { get; } = new(folder, azurite.NewAccount()) { AccountTimeout = null };

    public override Task BeginAsync() => freezes ? azurite.FreezeAsync() : azurite.CrashAsync();

    public override Task EndAsync() => freezes ? azurite.ThawAsync() : azurite.RestartAsync();

    public override async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        await base.DisposeAsync();
    }
}
