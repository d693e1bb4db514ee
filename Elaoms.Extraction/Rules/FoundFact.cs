using Elaoms.Core.Records.Facts;

namespace Elaoms.Extraction.Rules;

/// <summary>Something found in a turn, at places of its <see cref="SpokenText"/>.</summary>
internal sealed record FoundFact(string Key, string Value, int Start, int End, FactBasis Basis, bool Ends = false)
{
    /// <summary>Whether it is the caller's name, or a part of it.</summary>
    public bool IsName => !Ends && Key is "name" or NameOfCall.GivenName or NameOfCall.Surname or NameOfCall.Bare;
}
