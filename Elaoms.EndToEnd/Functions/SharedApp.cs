using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Functions;

/// <summary>One app for the tests of a class that do not disturb each other.</summary>
public class SharedApp : IAsyncLifetime
{
    internal FunctionsApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await FunctionsApp.StartAsync(Change);

    public async Task DisposeAsync() => await App.DisposeAsync();

    /// <summary>Changes the settings under which the app starts.</summary>
    protected virtual void Change(ServerSettings settings)
    {
        // The usual ones.
    }
}
