using Elaoms.Core.Settings;
using Elaoms.WebConsole.Http;
using Microsoft.Extensions.Configuration;

namespace Elaoms.WebConsole.Pages;

/// <summary>Shows which settings are set, and none of their values: half of them are secrets.</summary>
internal sealed class SettingsHandler(IConfiguration configuration)
{
    private static readonly IReadOnlyList<string> Names =
    [
        .. typeof(SettingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
    ];

    public async Task ShowAsync(ConsoleRequest request)
    {
        await request.RecordAsync("settings");
        await request.ShowAsync<SettingsPage>(
            "Settings", ConsoleRoutes.Settings,
            (nameof(SettingsPage.Settings), (IReadOnlyList<ShownSetting>)[.. Names.Select(name => new ShownSetting(name, IsSet(name)))]));
    }

    // A setting of each agent has sections below its name.
    private bool IsSet(string name)
        => !string.IsNullOrWhiteSpace(configuration[name]) || configuration.GetSection(name).GetChildren().Any();
}

/// <summary>A setting.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSet">Whether it says something.</param>
public sealed record ShownSetting(string Name, bool IsSet);
