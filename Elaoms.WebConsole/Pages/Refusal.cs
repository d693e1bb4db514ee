using Elaoms.WebConsole.Http;
using Elaoms.WebConsole.SignIn;
using Microsoft.AspNetCore.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>A page that says why there is no other.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Text">What to do.</param>
public sealed record Refusal(int Status, string Title, string Text)
{
    internal static Refusal NotFound { get; } = new(
        StatusCodes.Status404NotFound, "Not found", "There is no such page, or nothing is stored here any more. Start from Callers.");

    internal static Refusal WrongRole { get; } = new(
        StatusCodes.Status403Forbidden, "You can't change this", "Your key has the role reader. Ask somebody with the role operator.");

    internal static Refusal WrongToken { get; } = new(
        StatusCodes.Status403Forbidden, "Nothing was changed",
        "The form did not come from this page, or your session has changed. Go back, reload, and try again.");

    internal static Refusal BadForm { get; } = new(
        StatusCodes.Status400BadRequest, "Nothing was changed", "The form could not be read. Go back, reload, and try again.");

    internal static Refusal StorageFailed { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "The storage can't be reached",
        "Nothing was shown. Try again in a minute; if it stays, see the server's log.");

    internal static Refusal Uncertain { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "It is not certain whether this was done",
        "Something failed on the way. Look at the caller before you do it again; what was stored takes effect within five minutes.");

    internal Task WriteAsync(PageWriter pages, HttpContext context, ConsoleSession? session)
        => pages.WriteAsync<RefusalPage>(
            context, Status, session, Title, "", new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [nameof(RefusalPage.Refusal)] = this,
            });
}
