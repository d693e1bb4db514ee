namespace Elaoms.Cli.Evaluation.Input;

/// <summary>A line, or a whole file, that is no call.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">1-based number of the line; null when the whole file is meant.</param>
/// <param name="Reason">Why it can't be read. Holds nothing of its content.</param>
internal sealed record InputFault(string File, int? Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Line is null ? $"{File}: {Reason}" : $"{File}, line {Line}: {Reason}";
}
