namespace Elaoms.Core.Records.Facts;

/// <summary>What the values of a kind are like, so that the same thing in other words is known as the same.</summary>
internal enum FactForm
{
    /// <summary>One expression: equal but for case, accents and blanks.</summary>
    Word,

    /// <summary>A name: one that is a part of the other names the same person.</summary>
    Name,

    /// <summary>A phrase: equal but for case, articles and possessives; ended by whatever has its words.</summary>
    Phrase,
}
