using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Elaoms.WebConsole.Layout;

/// <summary>An icon of Lucide, drawn in the colour of the text beside it. It is hidden from screen readers: the text says it.</summary>
public sealed partial class Icon : ComponentBase
{
    private static readonly Dictionary<string, string> Drawings = Read();

    /// <summary>The icon's name at lucide.dev; one of those that the build embeds.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMarkupContent(
            0,
            "<svg class=\"icon\" aria-hidden=\"true\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" "
                + $"stroke-linecap=\"round\" stroke-linejoin=\"round\">{Drawings[Name]}</svg>");
    }

    private static Dictionary<string, string> Read()
    {
        const string Folder = "Icons/";
        var drawings = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(Icon).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            drawings[name[Folder.Length..]] = Blanks.Replace(Drawing.Match(reader.ReadToEnd()).Groups["drawing"].Value, " ").Trim();
        }

        return drawings;
    }

    [GeneratedRegex("<svg[^>]*>(?<drawing>.*)</svg>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Drawing { get; }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blanks { get; }
}
