using Elaoms.Core.Settings;

namespace Elaoms.Tests.Storage;

/// <summary>Files and SQLite in a folder that is gone after the test.</summary>
public sealed class EmbeddedStorage : TestStorage
{
    private readonly TempFolder _folder = new();
    private readonly FixedClock _clock = new(TimeProvider.System.GetUtcNow());

    public EmbeddedStorage(Durability durability = Durability.Process)
        => Settings = TestSettings.In(_folder.Path) with { Durability = durability };

    public override ElaomsSettings Settings { get; }

    public override FixedClock Clock => _clock;

    public string Folder => _folder.Path;

    public string PathOf(string name) => Path.Combine(Settings.PayloadStoragePath, name);

    public override void Pass(TimeSpan time) => _clock.Advance(time);

    public override async Task<byte[]?> ReadRawAsync(string name)
        => File.Exists(PathOf(name)) ? await File.ReadAllBytesAsync(PathOf(name)) : null;

    public override async Task WriteRawAsync(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        await File.WriteAllBytesAsync(PathOf(name), content);
    }

    public override Task<IReadOnlyList<string>> ListRawAsync()
        => Task.FromResult<IReadOnlyList<string>>(
            [.. Directory.EnumerateFiles(Settings.PayloadStoragePath, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Settings.PayloadStoragePath, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)]);

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
