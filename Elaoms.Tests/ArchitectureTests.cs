using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Elaoms.Core;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;
using Elaoms.Storage.Local;
using Elaoms.Tests.Server;
using Elaoms.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Elaoms.Tests;

/// <summary>
/// Dependencies point one way: hosts to Web and Hosting, Hosting to Storage, Extraction and Indexes, all to Core, Core to nothing of ours.
/// </summary>
public sealed class ArchitectureTests
{
    // Each may use those before it.
    private static readonly string[] Folders =
    [
        "Telemetry", "Settings", "Text", "Injection", "Json", "Signing", "Calls", "Records", "Changes", "Storage", "Audit", "Intake",
        "Search", "Indexing", "Processing", "Erasure", "Recall", "Health", "Operators", "Exports", "Jobs",
    ];

    private static readonly Lazy<List<CoreEdge>> Edges = new(ReadEdges);

    [Theory]
    [InlineData("Elaoms.Core", "")]
    [InlineData("Elaoms.Storage", "Elaoms.Core")]
    [InlineData("Elaoms.Indexes", "Elaoms.Core")]
    [InlineData("Elaoms.Hosting", "Elaoms.Extraction Elaoms.Indexes Elaoms.Storage")]
    [InlineData("Elaoms.Extraction", "Elaoms.Core")]
    [InlineData("Elaoms.Web", "Elaoms.Core")]
    [InlineData("Elaoms.ElevenLabs", "Elaoms.Core")]
    [InlineData("Elaoms.WebConsole", "Elaoms.Core Elaoms.Web")]
    [InlineData("Elaoms.Cli", "Elaoms.ElevenLabs Elaoms.Hosting Elaoms.Web Elaoms.WebConsole")]
    [InlineData("Elaoms.Functions", "Elaoms.ElevenLabs Elaoms.Hosting Elaoms.Web Elaoms.WebConsole")]
    public void Project_references_only_what_the_design_says(string project, string expected)
    {
        var references = Projects(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

        Assert.Equal(expected, string.Join(' ', references.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Core_knows_neither_a_host_nor_a_storage_nor_a_model()
    {
        Assert.Empty(Projects("Elaoms.Core", "FrameworkReference"));
        Assert.DoesNotContain(References(typeof(Caller)), name =>
            IsAny(name, "Elaoms", "Microsoft.AspNetCore", "Microsoft.Data.Sqlite", "SQLitePCL", "Azure", "OpenAI", "System.ClientModel"));
        Assert.DoesNotContain(
            Projects("Elaoms.Core", "PackageReference"),
            name => IsAny(name, "Microsoft.AspNetCore", "Microsoft.Data.Sqlite", "SQLitePCL", "Azure", "OpenAI"));
    }

    [Fact]
    public void Web_knows_no_storage_and_storage_no_web()
    {
        Assert.DoesNotContain(
            References(typeof(ElaomsEndpoints)), name => IsAny(name, "Elaoms.Storage", "Microsoft.Data.Sqlite", "SQLitePCL", "Azure"));
        Assert.DoesNotContain(References(typeof(SqliteDatabase)), name => IsAny(name, "Elaoms.Web", "Microsoft.AspNetCore"));
    }

    [Fact]
    public void Folder_of_Core_uses_only_those_before_it()
    {
        Assert.Empty(
            Folders.Distinct(StringComparer.Ordinal).Except(Edges.Value.SelectMany(edge => new[] { edge.From.Folder, edge.To.Folder })));
        Assert.Equal([], Edges.Value
            .Where(edge => Array.IndexOf(Folders, edge.To.Folder) > Array.IndexOf(Folders, edge.From.Folder)
                || Array.IndexOf(Folders, edge.From.Folder) < 0)
            .Select(edge => edge.ToString()).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Class_of_Core_has_six_dependencies_at_most()
    {
        // Settings, clocks, metrics and the log are at hand everywhere, and make no class harder to understand.
        System.Type[] everywhere =
        [
            typeof(ElaomsSettings), typeof(ElaomsMetrics), typeof(ClockMonitor), typeof(TimeProvider), typeof(ILogger),
        ];

        Assert.Equal([], new ServiceCollection().AddElaomsCore(new ServerSettings(new TempFolder()).Read())
            .Select(service => service.ImplementationType).OfType<System.Type>()
            .Where(type => type.Assembly == typeof(Caller).Assembly)
            .Where(type => type.GetConstructors().Max(constructor => constructor.GetParameters().Count(
                parameter => !everywhere.Any(one => one.IsAssignableFrom(parameter.ParameterType)))) > 6)
            .Select(type => type.Name));
    }

    [Fact]
    public void Subfolders_of_Core_form_no_circle()
    {
        var uses = Edges.Value.Where(edge => edge.From != edge.To).ToLookup(edge => edge.From, edge => edge.To);

        Assert.Equal(
            [], uses.Select(group => group.Key).Where(folder => Reached(folder).Contains(folder)).Select(folder => folder.ToString()));

        HashSet<CoreFolder> Reached(CoreFolder start)
        {
            var (reached, waiting) = (new HashSet<CoreFolder>(), new Stack<CoreFolder>(uses[start]));
            while (waiting.TryPop(out var next))
            {
                if (reached.Add(next))
                {
                    foreach (var further in uses[next])
                        waiting.Push(further);
                }
            }

            return reached;
        }
    }

    // What the compiled code refers to. CoreServices, at the root, registers everything.
    private static List<CoreEdge> ReadEdges()
    {
        var core = new ArchLoader().LoadAssemblies(typeof(Caller).Assembly).Build();
        return
        [
            .. from type in core.Types
               from dependency in type.Dependencies
               where dependency.Target is not GenericParameter
               let @from = CoreFolder.Of(type)
               let to = CoreFolder.Of(dependency.Target)
               where @from is not null && to is not null
               select new CoreEdge(@from.Value, to.Value, $"{type.Name} → {dependency.Target.Name}"),
        ];
    }

    private static IEnumerable<string> References(System.Type type)
        => type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static bool IsAny(string name, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (name.StartsWith(beginning, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static IEnumerable<string> Projects(string project, string item)
        => XDocument.Load(Path.Combine(Root(), project, project + ".csproj")).Descendants(item)
            .Select(reference => reference.Attribute("Include")!.Value);

    /// <summary>The root of the repository.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Elaoms.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    private readonly record struct CoreEdge(CoreFolder From, CoreFolder To, string Types)
    {
        public override string ToString() => $"{From.Folder} → {To.Folder}: {Types}";
    }

    /// <summary>A folder of Core, and the folder in it.</summary>
    private readonly record struct CoreFolder(string Folder, string Subfolder)
    {
        public static CoreFolder? Of(IType type)
            => type.Namespace?.FullName.Split('.') is ["Elaoms", "Core", var folder, .. var inner]
                ? new CoreFolder(folder, string.Join('.', inner))
                : null;
    }
}
