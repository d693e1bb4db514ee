namespace Elaoms.Extraction.Redaction;

/// <summary>How a password is said in one language.</summary>
internal sealed class PasswordGrammar
{
    /// <summary>Between "my password" and the password.</summary>
    public PhraseBook<bool> Links { get; } = new();

    /// <summary>What begins something else.</summary>
    public PhraseBook<bool> Conjunctions { get; } = new();

    /// <summary>How an agent asks for it.</summary>
    public PhraseBook<bool> Asking { get; } = new();

    /// <summary>What makes of such a question another one.</summary>
    public PhraseBook<bool> NotAsking { get; } = new();

    /// <summary>What is in the place of a password and is none.</summary>
    public PhraseBook<bool> NoValue { get; } = new();

    /// <summary>The same, when nothing of a password comes after it.</summary>
    public PhraseBook<bool> NoValueAlone { get; } = new();

    /// <summary>What ends a password.</summary>
    public PhraseBook<bool> Stops { get; } = new();

    /// <summary>What an answer begins with, ahead of the password.</summary>
    public PhraseBook<bool> Openers { get; } = new();

    /// <summary>What stands right before the password in an answer.</summary>
    public PhraseBook<bool> AnswerLinks { get; } = new();

    /// <summary>How an answer begins that holds no password.</summary>
    public PhraseBook<bool> Refusals { get; } = new();

    /// <summary>What is said of characters and signs while spelling.</summary>
    public PhraseBook<bool> Spelling { get; } = new();

    /// <summary>Between a letter and the word that names it.</summary>
    public PhraseBook<bool> SpellingWith { get; } = new();
}
