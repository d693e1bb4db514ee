namespace Elaoms.Extraction.Redaction.Tokens;

/// <summary>
/// The sections that say how words are used. Each is written in a language's file as words: <c>[redaction: body units]</c>.
/// </summary>
internal enum VocabularySection
{
    /// <summary>Numbers in words.</summary>
    Numbers,

    /// <summary>What repeats the digit after it: "double".</summary>
    Repeats,

    /// <summary>Between the tens and the ones of a number.</summary>
    NumberJoiners,

    /// <summary>Between the parts of a long number, and in hesitation.</summary>
    NumberFillers,

    /// <summary>After a number that counts something.</summary>
    Quantities,

    /// <summary>After a reading of the body.</summary>
    BodyUnits,

    /// <summary>The months.</summary>
    Months,

    /// <summary>Between what names a secret and the secret.</summary>
    Is,

    /// <summary>The same, of numbers only.</summary>
    Links,

    /// <summary>Between a day and its month.</summary>
    DayLinks,

    /// <summary>Before the code of a country.</summary>
    Plus,

    /// <summary>What begins something else.</summary>
    Conjunctions,

    /// <summary>What calls about bank accounts speak of.</summary>
    Bank,

    /// <summary>What turns "the code" into one that protects something.</summary>
    CodeContext,

    /// <summary>What turns "the code" into an area code.</summary>
    DialContext,

    /// <summary>How a question or a request begins.</summary>
    Questions,

    /// <summary>What makes of a question for a secret another one.</summary>
    NotAsking,

    /// <summary>What asks for the same again, or for its next part.</summary>
    RepeatPrompts,

    /// <summary>What an agent says while listening.</summary>
    Continuers,

    /// <summary>In the place of a password, and none.</summary>
    NoValue,

    /// <summary>The same, when nothing of a password comes after it.</summary>
    NoValueAlone,

    /// <summary>What ends a password.</summary>
    ValueStops,

    /// <summary>What an answer begins with, ahead of the password.</summary>
    AnswerOpeners,

    /// <summary>What stands right before the password in an answer.</summary>
    AnswerLinks,

    /// <summary>How an answer begins that holds no password.</summary>
    Refusals,

    /// <summary>What is said of characters and signs while spelling.</summary>
    Spelling,

    /// <summary>Between a letter and the word that names it.</summary>
    SpellingWith,

    /// <summary>What says which secret, or which harmless number, goes with it. The value is a <see cref="SecretCueKind"/>.</summary>
    Cues,
}
