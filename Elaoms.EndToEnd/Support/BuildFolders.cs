using System.Reflection;

namespace Elaoms.EndToEnd;

/// <summary>Where the build has put what the tests need and the product does not.</summary>
internal static class BuildFolders
{
    /// <summary>Azurite and other programs from npm.</summary>
    public static string Node => Of("NodeFolder");

    /// <summary>The Bicep compiler.</summary>
    public static string Bicep => Of("BicepFolder");

    /// <summary>The built Functions app, which its host starts from there.</summary>
    public static string Functions => Of("FunctionsFolder");

    private static string Of(string key)
        => typeof(BuildFolders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
