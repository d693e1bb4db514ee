using System.Collections.Frozen;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Elaoms.WebConsole.Http;

/// <summary>The console's own files. Each has the hash of its content in its name, so browsers keep it for good.</summary>
internal sealed class ConsoleAssets
{
    private const string Css = "text/css; charset=utf-8";
    private const string JavaScript = "text/javascript; charset=utf-8";

    private static readonly (string Name, string Type)[] Files =
    [
        ("console.css", Css), ("uplot.css", Css), ("console.js", JavaScript), ("htmx.js", JavaScript), ("uplot.js", JavaScript),
        ("icon.svg", "image/svg+xml"),
    ];

    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, EmbeddedAsset> _assets;

    public ConsoleAssets()
    {
        var assets = new Dictionary<string, EmbeddedAsset>(StringComparer.Ordinal);
        foreach (var (name, type) in Files)
        {
            var asset = EmbeddedAsset.Load(typeof(ConsoleAssets).Assembly, "Assets/" + name, type);
            var hash = string.Concat(asset.ETag.Where(char.IsAsciiHexDigitLower));
            var served = $"{Path.GetFileNameWithoutExtension(name)}.{hash}{Path.GetExtension(name)}";
            assets[served] = asset;
            _paths[name] = $"{ConsoleRoutes.Root}/{ConsoleRoutes.Assets}/{served}";
        }

        _assets = assets.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The address of a file.</summary>
    public string PathOf(string name) => _paths[name];

    /// <summary>Answers with a file, found by its exact name alone.</summary>
    public Task WriteAsync(HttpContext context, string served)
        => _assets.TryGetValue(served, out var asset)
            ? AssetResponse.WriteAsync(context, asset, isNamedByContent: true)
            : AssetResponse.WriteNotFoundAsync(context);
}
