using System.Text;
using System.Text.Json;
using Elaoms.Core.Exports;
using Elaoms.Tests.Jobs;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms export</c> as a process.</summary>
[LongRunning]
public sealed class ExportCommandTests : IDisposable
{
    private const string Sam = "+12025550123";

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public ExportCommandTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Caller_is_exported_into_a_ZIP_and_into_a_folder_that_nobody_else_can_read()
    {
        await LearnAsync();
        var (zip, folder) = (_folder.Of("sam.zip"), _folder.Of("out", "sam"));

        var (code, output, errors) = await RunAsync(Sam, "--output", zip, "--json");

        Assert.Equal((0, ""), (code, errors));
        var told = JsonDocument.Parse(output).RootElement;
        Assert.Equal([1, 1, 0], ((string[])["calls", "payloads", "left_out"]).Select(name => told.GetProperty(name).GetInt32()));
        await using (var file = File.OpenRead(zip))
            Assert.Contains("applemark", Encoding.UTF8.GetString(ZipFiles.Read(file)[ExportCaller.Html]), StringComparison.Ordinal);

        (code, output, errors) = await RunAsync("00 1 (202) 555-0123", "--output", folder);

        Assert.Equal((0, ""), (code, errors));
        Assert.EndsWith($"1 calls, 1 payloads, 0 recordings are in {folder}.\n", output, StringComparison.Ordinal);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Append(zip).ToList();
        Assert.Equal(4, files.Count);
        Assert.All(files, file => UnixMode.AssertIs(UnixMode.OwnerFile, file));
        var json = await File.ReadAllTextAsync(Path.Combine(folder, ExportCaller.Json), CancellationToken.None);
        Assert.Contains("applemark", json, StringComparison.Ordinal);
        var (_, audit, _) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, "audit");
        Assert.Contains("export", audit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("taken.zip")]
    [InlineData("taken")]
    public async Task Output_that_is_there_already_is_left_alone(string name)
    {
        await LearnAsync();
        var path = _folder.Of(name);
        if (name == "taken")
            Directory.CreateDirectory(path);
        var file = name == "taken" ? Path.Combine(path, "mine") : path;
        await File.WriteAllTextAsync(file, "mine", CancellationToken.None);

        var (code, output, errors) = await RunAsync(Sam, "--output", path);

        Assert.Equal((2, "", $"{path} is there already. Nothing was written.\n"), (code, output, errors));
        Assert.Equal("mine", await File.ReadAllTextAsync(file, CancellationToken.None));
    }

    [Fact]
    public async Task Caller_of_whom_nothing_is_stored_has_no_export()
    {
        await LearnAsync();
        var path = _folder.Of("kim.zip");

        Assert.Equal((1, "", "Nothing is stored about this caller.\n"), await RunAsync("+12025550199", "--output", path));
        Assert.False(File.Exists(path));
    }

    private async Task LearnAsync()
    {
        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        var payload = await stores.StoreAsync(
            Payloads.Call(Sam, "conv", Payloads.Recent, "I want applemark."), TimeProvider.System.GetUtcNow());
        await stores.Get<Core.Processing.LearnFromCall>().LearnAsync(payload, 1, isReplay: false, CancellationToken.None);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, ["export", .. arguments]);
        return (code, output.ReplaceLineEndings("\n"), errors.ReplaceLineEndings("\n"));
    }
}
