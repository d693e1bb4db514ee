using System.Security.Cryptography;
using Elaoms.Core.Settings;
using Elaoms.Storage;

namespace Elaoms.Cli.Configuration;

/// <summary>
/// Generates the keys that a first run on a laptop lacks and keeps them, so that the next run recognizes its callers. Only for Development:
/// elsewhere a missing key is an error.
/// </summary>
public sealed class DevelopmentKeys
{
    /// <summary>The file beside the database.</summary>
    public const string FileName = "development-keys.env";

    private const int KeyBytes = 32;

    private static readonly (string Name, string Prefix)[] Needed =
    [
        (SettingNames.PostCallKey, "wsec_"), (SettingNames.ClientDataKey, ""), (SettingNames.SearchDataKey, ""),
        (SettingNames.CallerHashKey, ""), (SettingNames.OperatorKeys, "me:operator="),
    ];

    /// <summary>The settings that are made.</summary>
    public static IEnumerable<string> Names => Needed.Select(need => need.Name);

    private DevelopmentKeys(string path, IReadOnlyDictionary<string, string?> values, bool isNew)
    {
        Path = path;
        Values = values;
        IsNew = isNew;
    }

    /// <summary>Where they are kept.</summary>
    public string Path { get; }

    /// <summary>The keys by setting.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; }

    /// <summary>Whether they were made just now, or some of them.</summary>
    public bool IsNew { get; }

    /// <summary>Reads the keys of a data folder; null when there are none.</summary>
    public static DevelopmentKeys? Find(string dataFolder)
    {
        var path = System.IO.Path.Combine(dataFolder, FileName);
        return File.Exists(path) ? new DevelopmentKeys(path, EnvFile.Parse(File.ReadLines(path)), isNew: false) : null;
    }

    /// <summary>Reads the keys of a data folder, and makes them when there are none. An operator key is added to keys of before.</summary>
    public static DevelopmentKeys FindOrMake(string dataFolder)
    {
        if (Find(dataFolder) is { } kept)
            return kept.Values.ContainsKey(SettingNames.OperatorKeys) ? kept : AddOperator(kept);

        var values = Needed.ToDictionary(need => need.Name, Make, StringComparer.Ordinal);
        PrivateFiles.CreateDirectory(dataFolder);
        var path = System.IO.Path.Combine(dataFolder, FileName);
        using var writer = new StreamWriter(PrivateFiles.Create(path));
        writer.WriteLine("# Generated for development. Changing CALLER_HASH_KEY orphans every stored caller.");
        foreach (var (name, value) in values)
            writer.WriteLine($"{name}={value}");
        return new DevelopmentKeys(path, values, isNew: true);
    }

    private static DevelopmentKeys AddOperator(DevelopmentKeys kept)
    {
        var need = Needed.Single(one => one.Name == SettingNames.OperatorKeys);
        var values = new Dictionary<string, string?>(kept.Values, StringComparer.Ordinal) { [need.Name] = Make(need) };
        // Somebody may have edited the file, and left no end of line.
        File.AppendAllText(kept.Path, $"\n{need.Name}={values[need.Name]}\n");
        return new DevelopmentKeys(kept.Path, values, isNew: true);
    }

    private static string? Make((string Name, string Prefix) need)
        => need.Prefix + RandomNumberGenerator.GetHexString(KeyBytes * 2, lowercase: true);
}
