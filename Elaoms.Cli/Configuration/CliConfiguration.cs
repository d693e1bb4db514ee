using System.Text.Json;
using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Cli.Configuration;

/// <summary>The settings of the program: the environment first, then a <c>.env</c> file, then, in Development, generated keys.</summary>
public sealed class CliConfiguration
{
    /// <summary>Where the server listens when nothing says otherwise.</summary>
    public const string DefaultUrl = "http://localhost:8000";

    private CliConfiguration(IConfiguration values, DevelopmentKeys? developmentKeys)
    {
        Values = values;
        DevelopmentKeys = developmentKeys;
    }

    /// <summary>The values.</summary>
    public IConfiguration Values { get; }

    /// <summary>The keys made for Development; null elsewhere.</summary>
    public DevelopmentKeys? DevelopmentKeys { get; }

    /// <summary>Where the embedded storage is, and beside it the keys made for Development.</summary>
    public static string DataFolder(IConfiguration values)
        => Path.GetDirectoryName(
            Path.GetFullPath(values[SettingNames.OpenMemoryDbPath] is { Length: > 0 } path ? path : "./data/openmemory.db"))!;

    /// <summary>Where the server listens that has these values; empty where they don't say.</summary>
    public static IReadOnlyList<string> Addresses(IConfiguration values) => Addresses(values["ASPNETCORE_URLS"] ?? values["URLS"] ?? "");

    /// <summary>The addresses of a list, separated by semicolons.</summary>
    public static IReadOnlyList<string> Addresses(string list)
        => list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads the configuration.</summary>
    /// <param name="envFile">The file that was asked for; null for <c>.env</c> in the working folder, which need not be there.</param>
    /// <param name="makeKeys">Whether missing development keys are made, or only those that are there are used.</param>
    /// <exception cref="CliException">The file that was asked for can't be read.</exception>
    public static CliConfiguration Read(FileInfo? envFile, bool makeKeys)
    {
        var file = EnvFileValues(envFile);
        var values = Build(file, null);
        if (!SettingsReader.IsDevelopment(values))
            return new CliConfiguration(values, null);

        var dataFolder = DataFolder(values);
        var keys = makeKeys ? DevelopmentKeys.FindOrMake(dataFolder) : DevelopmentKeys.Find(dataFolder);
        return new CliConfiguration(Build(file, keys), keys);
    }

    // An empty line for a key, as the example file has it, does not take the place of the one that was made.
    private static IConfigurationRoot Build(IReadOnlyDictionary<string, string?> file, DevelopmentKeys? keys) => new ConfigurationBuilder()
        .AddInMemoryCollection(keys?.Values ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        .AddInMemoryCollection(
            file.Where(value => !string.IsNullOrEmpty(value.Value) || keys?.Values.ContainsKey(value.Key) != true)
                .ToDictionary(
                    value => value.Key.Replace("__", ":", StringComparison.Ordinal), value => value.Value, StringComparer.Ordinal))
        .AddEnvironmentVariables()
        .Build();

    private static IReadOnlyDictionary<string, string?> EnvFileValues(FileInfo? envFile)
    {
        var path = envFile?.FullName ?? Path.GetFullPath(".env");
        if (envFile is null && !File.Exists(path))
            return new Dictionary<string, string?>(StringComparer.Ordinal);
        try
        {
            return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                ? LocalSettingsFile.Parse(File.ReadAllBytes(path))
                : EnvFile.Parse(File.ReadLines(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CliException($"The file {path} can't be read: {fault.Message}", fault);
        }
    }
}
