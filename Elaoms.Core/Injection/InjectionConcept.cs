namespace Elaoms.Core.Injection;

/// <summary>What a phrase means. The names of the sections of languages' files: <c>[injection: override]</c>.</summary>
internal enum InjectionConcept
{
    /// <summary>Not an attack, whatever its words mean otherwise: "don't forget".</summary>
    Harmless,

    /// <summary>An attack by itself: "you are now".</summary>
    Command,

    /// <summary>To ignore something.</summary>
    Override,

    /// <summary>To forget something.</summary>
    Forget,

    /// <summary>To delete or replace something.</summary>
    Remove,

    /// <summary>A model's instructions.</summary>
    Rules,

    /// <summary>Rules that a business has too.</summary>
    Policy,

    /// <summary>All of something.</summary>
    Total,

    /// <summary>What came before.</summary>
    Prior,

    /// <summary>Who speaks in a transcript of a model.</summary>
    Role,

    /// <summary>To keep something.</summary>
    Remember,

    /// <summary>What lets somebody do more.</summary>
    Authority,

    /// <summary>A position that may or may not be one of authority.</summary>
    Rank,

    /// <summary>Whose position it is.</summary>
    Possessive,

    /// <summary>The speaker or the caller.</summary>
    Self,

    /// <summary>To leave something out.</summary>
    Skip,

    /// <summary>How a caller's identity is checked.</summary>
    Check,

    /// <summary>From now on.</summary>
    FromNowOn,

    /// <summary>Every caller.</summary>
    Everyone,

    /// <summary>To do as one is told.</summary>
    Obey,

    /// <summary>To give or to answer.</summary>
    Give,

    /// <summary>What costs the business money.</summary>
    Benefit,

    /// <summary>To tell something.</summary>
    Reveal,

    /// <summary>What must not be told.</summary>
    Secret,

    /// <summary>A note.</summary>
    Note,

    /// <summary>Who takes a later call.</summary>
    NextAgent,

    /// <summary>An agent of any kind.</summary>
    Machine,

    /// <summary>A language model.</summary>
    Model,

    /// <summary>That somebody has to do something.</summary>
    Must,

    /// <summary>To run something.</summary>
    Invoke,

    /// <summary>What a model can run.</summary>
    Tool,

    /// <summary>To ask for something for oneself.</summary>
    GrantMe,

    /// <summary>That something was done before.</summary>
    Already,

    /// <summary>To do without something, also in the words of every day.</summary>
    DoWithout,

    /// <summary>What a caller has to know.</summary>
    Password,

    /// <summary>What is known of a person.</summary>
    Personal,

    /// <summary>Another person than the caller.</summary>
    OtherPerson,

    /// <summary>Without.</summary>
    None,

    /// <summary>Who the model is to be.</summary>
    Persona,

    /// <summary>A game or a story.</summary>
    Story,

    /// <summary>Instructions in place of others.</summary>
    NewRules,

    /// <summary>Words that are part of no name.</summary>
    NoName,
}
