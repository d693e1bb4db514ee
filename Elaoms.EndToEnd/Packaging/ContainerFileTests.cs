using System.Text.RegularExpressions;
using System.Xml.Linq;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.EndToEnd.Packaging;

/// <summary>What the image must be, as far as its Dockerfile and <c>.dockerignore</c> say. No container engine is needed.</summary>
public sealed partial class ContainerFileTests
{
    // What is set for the runtime and not for us.
    private static readonly string[] OfTheRuntime = ["ASPNETCORE_URLS", "TMPDIR", "DOTNET_EnableDiagnostics"];

    private static readonly string Root = ArchitectureTests.Root();
    private static readonly ContainerFile File = ContainerFile.Read();

    [Fact]
    public void Image_is_chiselled_and_runs_without_root()
    {
        Assert.EndsWith("-chiseled", File.Last("FROM").Split('@')[0], StringComparison.Ordinal);

        // The base image's number of a user who is not root. By number, so that Kubernetes can tell (runAsNonRoot).
        Assert.Equal("$APP_UID", File.Last("USER"));
        Assert.DoesNotContain(File.Final, instruction => instruction.Name is "RUN" or "ADD" or "ARG");
    }

    [Fact]
    public void Build_runs_on_the_builder_for_the_processor_of_the_target()
    {
        Assert.StartsWith("--platform=$BUILDPLATFORM ", File.Instructions[0].Arguments, StringComparison.Ordinal);
        Assert.All(File.DotNet.Skip(1), command =>
        {
            Assert.Equal("$TARGETARCH", command[Array.IndexOf(command, "-a") + 1]);
            Assert.Contains("-p:PublishReadyToRun=true", command);
        });
    }

    [Fact]
    public void Images_are_pinned_by_digest()
    {
        var images = File.Instructions.Where(instruction => instruction.Name == "FROM")
            .Select(instruction => instruction.Arguments.Split(' ').SkipWhile(argument => argument.StartsWith('-')).First());

        Assert.All(images, image => Assert.Matches(PinnedImage, image));
    }

    [Fact]
    public void Packages_are_checked_against_the_lock_files_before_any_is_restored_for_a_processor()
    {
        var copied = File.Instructions.TakeWhile(instruction => instruction.Name != "RUN").Where(instruction => instruction.Name == "COPY")
            .SelectMany(instruction => instruction.Arguments.Split(' '));

        Assert.Equal(["restore", "Elaoms.Cli", "--locked-mode"], File.DotNet[0]);
        Assert.Equal(["restore", "publish"], File.DotNet.Skip(1).Select(command => command[0]));
        Assert.Contains("--no-restore", File.DotNet[^1]);
        Assert.Equal(
            Projects("Elaoms.Cli").Select(project => $"{project}/packages.lock.json").Order(StringComparer.Ordinal),
            copied.Where(path => path.EndsWith("packages.lock.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Commands_need_no_shell()
    {
        Assert.Equal(["/app/elaoms"], ContainerFile.Exec(File.Last("ENTRYPOINT")));
        Assert.Equal(["serve"], ContainerFile.Exec(File.Last("CMD")));
        Assert.Equal(["/app/elaoms", "health"], ContainerFile.Exec(HealthCheck.Match(File.Last("HEALTHCHECK")).Groups["command"].Value));
    }

    [Fact]
    public void Environment_holds_settings_that_exist_and_no_secret_and_writes_to_the_volume_only()
    {
        var ours = typeof(SettingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Empty(File.Environment.Keys.Except(ours.Concat(OfTheRuntime), StringComparer.Ordinal));
        Assert.DoesNotContain(
            File.Instructions, instruction => instruction.Name is "ENV" or "ARG" && Secret.IsMatch(instruction.Arguments));
        Assert.All(
            File.Environment.Values.Where(value => value.StartsWith('/')),
            path => Assert.StartsWith(File.Last("VOLUME"), path, StringComparison.Ordinal));
        Assert.All(
            [SettingNames.OpenMemoryDbPath, SettingNames.PayloadStoragePath, "TMPDIR"],
            name => Assert.Contains(name, File.Environment.Keys));
    }

    [Fact]
    public void Port_is_the_one_that_is_listened_on()
    {
        Assert.EndsWith(":" + File.Last("EXPOSE"), File.Environment["ASPNETCORE_URLS"], StringComparison.Ordinal);
        Assert.EndsWith(":" + File.Last("EXPOSE"), CliConfiguration.DefaultUrl, StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_are_restored_for_the_projects_that_the_program_is_made_of()
    {
        var copied = File.Instructions.Where(instruction => instruction.Name == "COPY")
            .SelectMany(instruction => instruction.Arguments.Split(' ')).Where(path => path.EndsWith(".csproj", StringComparison.Ordinal));

        Assert.Equal(
            Projects("Elaoms.Cli").Select(project => $"{project}/{project}.csproj").Order(StringComparer.Ordinal),
            copied.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Context_is_the_sources_and_nothing_else()
    {
        var rules = System.IO.File.ReadAllLines(Path.Combine(Root, ".dockerignore"))
            .Where(line => line.Length > 0 && !line.StartsWith('#')).ToList();
        var taken = rules.Where(rule => rule.StartsWith('!')).Select(rule => rule[1..]).ToList();

        Assert.Equal("*", rules[0]);
        Assert.All(taken, path => Assert.True(Path.Exists(Path.Combine(Root, path)), path));
        Assert.Equal(
            Projects("Elaoms.Cli").Order(StringComparer.Ordinal),
            taken.Where(path => Directory.Exists(Path.Combine(Root, path))).Order(StringComparer.Ordinal));
        Assert.All(
            ["**/bin", "**/obj", "**/.env", "**/data", "**/payloads"],
            rule => Assert.True(rules.IndexOf(rule) > rules.FindLastIndex(other => other.StartsWith('!')), rule));

        // MSBuild takes these from the root by their names; the one of the solution is for the tests.
        var taking = Directory.EnumerateFiles(Root, "Directory.*").Select(path => Path.GetFileName(path))
            .Where(file => file != "Directory.Solution.targets");
        Assert.All(taking, file => Assert.Contains(file, taken));
    }

    private static IEnumerable<string> Projects(string project)
        => XDocument.Load(Path.Combine(Root, project, project + ".csproj")).Descendants("ProjectReference")
            .SelectMany(reference => Projects(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))))
            .Prepend(project)
            .Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"^(--\S+ )*CMD (?<command>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HealthCheck { get; }

    [GeneratedRegex("^[a-z0-9./-]+:[a-z0-9.-]+@sha256:[0-9a-f]{64}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PinnedImage { get; }

    [GeneratedRegex("KEY|SECRET|TOKEN|PASSWORD|wsec_", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Secret { get; }
}
