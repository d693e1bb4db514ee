namespace Elaoms.Extraction.Rules.Values;

/// <summary>How far what stands before a name tells that it is one.</summary>
internal enum NameCertainty
{
    /// <summary>Anything may follow, as after "I'm": only a known name, or several words with capitals, are a name.</summary>
    Any,

    /// <summary>A name follows, or another turn of phrase, as after "call me".</summary>
    Likely,

    /// <summary>A name follows, as after "my name is" or a question for it.</summary>
    Sure,
}
