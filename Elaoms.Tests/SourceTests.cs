using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Elaoms.Tests;

/// <summary>What must not be in the repository, and what code of the product must not do.</summary>
public sealed partial class SourceTests
{
    private static readonly string Root = ArchitectureTests.Root();
    private static readonly string[] Product =
        [
            "Elaoms.Cli", "Elaoms.Core", "Elaoms.ElevenLabs", "Elaoms.Extraction", "Elaoms.Functions", "Elaoms.Hosting", "Elaoms.Indexes",
            "Elaoms.Storage", "Elaoms.Web", "Elaoms.WebConsole",
        ];

    private static readonly string[] Others =
    [
        "Elaoms.Benchmarks", "Elaoms.EndToEnd", "Elaoms.FakePlatform", "Elaoms.Tests", ".ci", ".devcontainer", ".github", "docs", "infra",
    ];
    private static readonly string[] MadeByTools =
    [
        "bin", "obj", "node_modules", "StrykerOutput", "TestResults", "BenchmarkDotNet.Artifacts",
    ];

    [Fact]
    public void Product_starts_no_program_loads_no_code_and_asks_no_machine_who_it_is()
    {
        Assert.All(
            Files(Product).Where(file => file.EndsWith(".cs", StringComparison.Ordinal)),
            file => Assert.DoesNotMatch(Dangerous, File.ReadAllText(file)));
        Assert.Matches(Dangerous, "System.Diagnostics.Process.Start(path)");
    }

    [Fact]
    public void Fast_tests_start_no_program()
    {
        var files = Files(["Elaoms.Tests"])
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && Path.GetFileName(file) != "SourceTests.cs");

        Assert.All(files, file => Assert.DoesNotMatch(StartsProgram, File.ReadAllText(file)));
        Assert.Matches(StartsProgram, File.ReadAllText(Path.Combine(Root, "Elaoms.EndToEnd", "Azurite", "AzuriteServer.cs")));
    }

    [Fact]
    public void Product_waits_for_nothing_with_a_thread()
    {
        Assert.All(
            Files(Product).Where(file => file.EndsWith(".cs", StringComparison.Ordinal)),
            file => Assert.DoesNotMatch(Blocking, File.ReadAllText(file)));
        Assert.Matches(Blocking, "task.GetAwaiter().GetResult()");
        // The rest is refused by the compiler.
        var banned = File.ReadAllLines(Path.Combine(Root, "BannedSymbols.txt")).Select(line => line.Split(';')[0]).ToList();
        Assert.All(
            [
                "P:System.Threading.Tasks.Task`1.Result", "M:System.Threading.Tasks.Task.Wait",
                "M:System.Threading.Thread.Sleep(System.Int32)", "M:System.Net.Http.HttpClient.#ctor",
            ],
            symbol => Assert.Contains(symbol, banned));
    }

    [Fact]
    public void Repository_holds_no_secret()
    {
        Assert.All(
            Files(Product.Concat(Others)).Concat(Directory.EnumerateFiles(Root, "*.*").Where(IsOfTheRepository)),
            file => Assert.DoesNotMatch(Secret, File.ReadAllText(file)));
        Assert.Matches(Secret, "AccountKey=" + new string('A', 86) + "==");
        Assert.Matches(Secret, "-----BEGIN RSA " + "PRIVATE KEY-----");
    }

    [Fact]
    public void Rules_and_words_are_files_that_a_person_can_read()
    {
        var lines = Files(["Elaoms.Core", "Elaoms.Extraction"]).Where(file => Path.GetExtension(file) is ".json" or ".txt")
            .SelectMany(
                file => File.ReadLines(file).Select((line, at) => (Place: $"{Path.GetRelativePath(Root, file)}:{at + 1}", line.Length)))
            .ToList();

        Assert.DoesNotContain(lines, line => line.Length > 140);
        Assert.InRange(lines.Count, 2500, 3200);
    }

    [Fact]
    public void Line_of_code_ends_by_column_140()
    {
        string[] projects = [.. Product, "Elaoms.Benchmarks", "Elaoms.EndToEnd", "Elaoms.FakePlatform", "Elaoms.Tests"];
        var lines = Files(projects).Where(file => Path.GetExtension(file) == ".cs")
            .SelectMany(
                file => File.ReadLines(file).Select((line, at) => (Place: $"{Path.GetRelativePath(Root, file)}:{at + 1}", line.Length)))
            .ToList();
        var faults = lines.Where(line => line.Length > 140).Select(line => $"{line.Place} has {line.Length} columns").ToList();

        Assert.All(projects, project => Assert.Contains(lines, line => line.Place.Split(Path.DirectorySeparatorChar)[0] == project));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Folder_of_product_code_holds_15_files_at_most()
    {
        var full = Files(Product).Where(file => Path.GetExtension(file) == ".cs")
            .GroupBy(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!), StringComparer.Ordinal)
            .Where(folder => folder.Count() > 15)
            .Select(folder => $"{folder.Key} holds {folder.Count()} files");

        Assert.Equal([], full);
    }

    [Fact]
    public void Every_package_has_one_fixed_version_and_none_is_lowered()
    {
        var versions = XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => package.Attribute("Version")!.Value).ToList();
        var pins = XDocument.Load(Path.Combine(Root, "Elaoms.Functions", "WorkerExtensions.targets")).Descendants("PackageReference")
            .Select(package => package.Attribute("Version")?.Value ?? package.Element("Version")!.Value).ToList();

        Assert.NotEmpty(versions);
        Assert.NotEmpty(pins);
        Assert.All(versions.Concat(pins), version => Assert.Matches(@"^\d+\.\d+\.\d+$", version));
        // A version below the one that another package asks for is a warning of the restore, NU1605, and so an error.
        Assert.Equal(
            "true", XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("TreatWarningsAsErrors").Single().Value);
        Assert.All(
            Files([.. Product, "Elaoms.Tests", "Elaoms.EndToEnd"]).Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)),
            file => Assert.All(
                XDocument.Load(file).Descendants("PackageReference"),
                reference => Assert.Null(reference.Attribute("VersionOverride"))));
    }

    [Fact]
    public void Every_project_is_locked_to_the_content_of_its_packages()
    {
        var versions = XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(
                package => package.Attribute("Include")!.Value,
                package => package.Attribute("Version")!.Value,
                StringComparer.Ordinal);
        var projects = XDocument.Load(Path.Combine(Root, "Elaoms.slnx")).Descendants("Project")
            .Select(project => Path.GetDirectoryName(Path.Combine(Root, project.Attribute("Path")!.Value))!);

        Assert.All(projects, project =>
        {
            var file = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(project, "packages.lock.json")));
            var packages = file.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project").ToList();

            Assert.NotEmpty(packages);
            Assert.All(packages, package => Assert.Equal(64, package.Value.GetProperty("contentHash").GetBytesFromBase64().Length));
            // What the SDK refers to by itself would be of another version with the next SDK, and be refused.
            Assert.All(packages.Where(package => package.Value.GetProperty("type").GetString() == "Direct"), package =>
                Assert.Equal($"[{versions.GetValueOrDefault(package.Name)}, )", package.Value.GetProperty("requested").GetString()));
        });
    }

    private static IEnumerable<string> Files(IEnumerable<string> folders)
        => folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Where(path =>
                IsOfTheRepository(path) && !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(MadeByTools.Contains));

    // Text, but not what a developer's machine keeps its own keys in.
    private static bool IsOfTheRepository(string path)
        => Path.GetExtension(path) is ".cs" or ".csproj"
            or ".props" or ".targets" or ".json" or ".yml" or ".yaml" or ".md" or ".txt" or ".sh" or ".bicep" or ".cjs" or ".example"
            && Path.GetFileName(path) is not ("local.settings.json" or "package-lock.json" or "packages.lock.json");

    [GeneratedRegex(
        @"\bProcess\.Start\(|new Process\b|ProcessStartInfo|Assembly\.(Load|UnsafeLoad)|AssemblyLoadContext"
            + @"|Activator\.CreateInstance|169\.254\.169\.254|crontab|schtasks",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dangerous { get; }

    [GeneratedRegex(
        @"\bProcess\.Start\(|new Process\b|ProcessStartInfo", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StartsProgram { get; }

    [GeneratedRegex(
        @"\.GetAwaiter\(\)|\.(WaitAll|WaitAny)\(|async void", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocking { get; }

    [GeneratedRegex(
        @"AccountKey=[A-Za-z0-9+/]{86}==|[?&]sig=[A-Za-z0-9%]{40,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b"
            + @"|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{40,}"
            + @"|\bsk-[A-Za-z0-9]{32,}|\bsk_[0-9a-f]{40,}|\beyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Secret { get; }
}
