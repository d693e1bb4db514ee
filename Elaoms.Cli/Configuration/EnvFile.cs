namespace Elaoms.Cli.Configuration;

/// <summary>
/// Reads a <c>.env</c> file: <c>NAME=value</c> lines with bare or quoted values, <c>#</c> comments and an optional <c>export</c>.
/// </summary>
public static class EnvFile
{
    /// <summary>The values of a file's text.</summary>
    public static IReadOnlyDictionary<string, string?> Parse(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var line in lines.Select(line => line.Trim()))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || line.StartsWith('#'))
                continue;
            var name = line[..equals].Trim();
            if (name.StartsWith("export ", StringComparison.Ordinal))
                name = name["export ".Length..].Trim();
            values[name] = Unquote(line[(equals + 1)..].Trim());
        }

        return values;
    }

    private static string Unquote(string value)
    {
        if (value.Length > 0 && value[0] is '"' or '\'' && value.IndexOf(value[0], 1) is var close and > 0)
            return value[1..close];

        // A comment needs a blank before it, so that a key may hold a #.
        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : value[..comment].TrimEnd();
    }
}
