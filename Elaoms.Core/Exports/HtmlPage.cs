using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Elaoms.Core.Text;

namespace Elaoms.Core.Exports;

/// <summary>
/// Writes a page for people: headings, tables and paragraphs. It holds no script and loads nothing; every text that it is given is text.
/// </summary>
internal sealed class HtmlPage(Stream output) : IAsyncDisposable
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1,h2,h3{line-height:1.2;break-after:avoid}
        h2{margin-top:2.5rem;border-bottom:1px solid}
        .source{opacity:.7;margin-top:-.5rem}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8886;overflow-wrap:anywhere}
        td,p,h1,h3{unicode-bidi:plaintext}
        tr{break-inside:avoid}
        @media print{body{max-width:none;margin:0;font-size:10pt}}
        """;

    // Letters of all scripts as they are; what is special in HTML, and what can't be seen, as a number.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StreamWriter _writer = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);

    /// <summary>What a browser may do with the page: show it with its own style.</summary>
    public static string Policy { get; } = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"
        + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style))) + "'";

    public Task BeginAsync(string title) => _writer.WriteAsync(
        $"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
            + $"content=\"{Policy}\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"referrer\" "
            + $"content=\"no-referrer\">\n<title>{Text(title)}</title>\n<style>{Style}</style>\n</head>\n<body>\n<h1>{Text(title)}</h1>\n");

    public async Task SectionAsync(ExportSection section)
        => await _writer.WriteAsync($"<h2>{Text(section.Title)}</h2>\n<p class=\"source\">{Text(section.Source)}</p>\n");

    public Task HeadingAsync(string text) => _writer.WriteAsync($"<h3>{Text(text)}</h3>\n");

    public Task ParagraphAsync(string text) => _writer.WriteAsync($"<p>{Text(text)}</p>\n");

    /// <summary>A table; a sentence where there are no rows.</summary>
    public async Task TableAsync(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var isEmpty = true;
        foreach (var row in rows)
        {
            if (isEmpty)
                await _writer.WriteAsync($"<table>\n<tr>{string.Concat(heads.Select(head => $"<th>{Text(head)}</th>"))}</tr>\n");
            isEmpty = false;
            await _writer.WriteAsync($"<tr>{string.Concat(row.Select(cell => $"<td>{Text(cell)}</td>"))}</tr>\n");
        }

        await _writer.WriteAsync(isEmpty ? "<p>Nothing is stored.</p>\n" : "</table>\n");
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _writer.WriteAsync("</body>\n</html>\n");
        await _writer.FlushAsync(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static string Text(string? text) => text is null ? "" : Encoder.Encode(PlainText.OneLine(text));
}
