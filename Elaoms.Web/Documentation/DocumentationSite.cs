using System.Collections.Frozen;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Documentation;

/// <summary>A page and the files it loads. A file is found by its exact name only, so no path can lead out of the set.</summary>
internal sealed class DocumentationSite
{
    private const string PageName = "index.html";
    private readonly string _contentSecurityPolicy;
    private readonly Lazy<EmbeddedAsset> _pageInFolder;
    private readonly Lazy<EmbeddedAsset> _pageBesideFolder;
    private readonly FrozenDictionary<string, Lazy<EmbeddedAsset>> _files;

    /// <param name="folder">The last part of the page's address; its files lie below it.</param>
    /// <param name="page">Makes the page, given what to put before the name of each file.</param>
    /// <param name="files">Makes each file, by name.</param>
    /// <param name="contentSecurityPolicy">What the page may load and run.</param>
    public DocumentationSite(
        string folder,
        Func<string, EmbeddedAsset> page,
        IReadOnlyDictionary<string, Func<EmbeddedAsset>> files,
        string contentSecurityPolicy)
    {
        _contentSecurityPolicy = contentSecurityPolicy;
        _pageInFolder = new Lazy<EmbeddedAsset>(() => page(""));
        _pageBesideFolder = new Lazy<EmbeddedAsset>(() => page(folder + "/"));
        _files = files.ToFrozenDictionary(file => file.Key, file => new Lazy<EmbeddedAsset>(file.Value), StringComparer.Ordinal);
    }

    /// <summary>Answers with the page when there is no path, otherwise with the file of that name, otherwise with 404.</summary>
    public Task ServeAsync(HttpContext context, string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            // A browser takes relative addresses from the last slash: "docs" and "docs/" need different ones.
            var inFolder = context.Request.Path.Value?.EndsWith('/') == true;
            return WritePageAsync(context, inFolder ? _pageInFolder.Value : _pageBesideFolder.Value);
        }

        if (path.Equals(PageName, StringComparison.Ordinal))
            return WritePageAsync(context, _pageInFolder.Value);
        return _files.TryGetValue(path, out var file)
            ? AssetResponse.WriteAsync(context, file.Value)
            : AssetResponse.WriteNotFoundAsync(context);
    }

    private Task WritePageAsync(HttpContext context, EmbeddedAsset page)
    {
        context.Response.Headers.ContentSecurityPolicy = _contentSecurityPolicy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return AssetResponse.WriteAsync(context, page);
    }
}
