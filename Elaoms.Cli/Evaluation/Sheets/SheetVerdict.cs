namespace Elaoms.Cli.Evaluation.Sheets;

/// <summary>What a person says of a row.</summary>
internal enum SheetVerdict
{
    /// <summary>It is so.</summary>
    Right,

    /// <summary>It is not so.</summary>
    Wrong,

    /// <summary>It says nothing that can be right or wrong, or nothing of use.</summary>
    Junk,
}
