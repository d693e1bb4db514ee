using Elaoms.Core.Operators;

namespace Elaoms.WebConsole.Layout;

/// <summary>What every page has.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Section">The part of the console that it belongs to: the address of its first page.</param>
/// <param name="Who">Who looks at it; null when nobody is signed in.</param>
/// <param name="Token">What each form must carry.</param>
/// <param name="CanChange">Whether whoever looks may change something.</param>
/// <param name="AssetPath">The address of a file of the console.</param>
public sealed record PageFrame(
    string Title, string Section, SignedInOperator? Who, string Token, bool CanChange, Func<string, string> AssetPath);
