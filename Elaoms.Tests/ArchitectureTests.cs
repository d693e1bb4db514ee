using System.Xml.Linq;
using Elaoms.Core.Callers;
using Elaoms.Storage.Local;
using Elaoms.Web;
using Xunit;

namespace Elaoms.Tests;

/// <summary>Dependencies point one way: hosts to Web, Storage, Extraction and Embeddings, those to Core, Core to nothing of ours.</summary>
public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("Elaoms.Core", "")]
    [InlineData("Elaoms.Storage", "Elaoms.Core")]
    [InlineData("Elaoms.Embeddings", "Elaoms.Core")]
    [InlineData("Elaoms.Extraction", "Elaoms.Core")]
    [InlineData("Elaoms.Web", "Elaoms.Core")]
    [InlineData("Elaoms.Cli", "Elaoms.Embeddings Elaoms.Extraction Elaoms.Storage Elaoms.Web")]
    [InlineData("Elaoms.Functions", "Elaoms.Embeddings Elaoms.Extraction Elaoms.Storage Elaoms.Web")]
    public void Project_references_only_what_the_design_says(string project, string expected)
    {
        var references = Projects(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

        Assert.Equal(expected, string.Join(' ', references.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Core_knows_neither_a_host_nor_a_storage_nor_a_model()
    {
        Assert.Empty(Projects("Elaoms.Core", "FrameworkReference"));
        Assert.DoesNotContain(References(typeof(Caller)), name => IsAny(name, "Elaoms", "Microsoft.AspNetCore", "Microsoft.Data.Sqlite", "SQLitePCL", "Azure", "OpenAI", "System.ClientModel"));
        Assert.DoesNotContain(Projects("Elaoms.Core", "PackageReference"), name => IsAny(name, "Microsoft.AspNetCore", "Microsoft.Data.Sqlite", "SQLitePCL", "Azure", "OpenAI"));
    }

    [Fact]
    public void Web_knows_no_storage_and_storage_no_web()
    {
        Assert.DoesNotContain(References(typeof(ElaomsEndpoints)), name => IsAny(name, "Elaoms.Storage", "Microsoft.Data.Sqlite", "SQLitePCL", "Azure"));
        Assert.DoesNotContain(References(typeof(SqliteDatabase)), name => IsAny(name, "Elaoms.Web", "Microsoft.AspNetCore"));
    }

    private static IEnumerable<string> References(Type type) => type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

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
        => XDocument.Load(Path.Combine(Root(), project, project + ".csproj")).Descendants(item).Select(reference => reference.Attribute("Include")!.Value);

    /// <summary>The root of the repository.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Elaoms.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
