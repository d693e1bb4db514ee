using System.Globalization;
using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Operators;
using Elaoms.Core.Settings;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Elaoms.Web.Operators;

/// <summary>
/// Lets those in who have a key of <c>OPERATOR_KEYS</c>, in the header <c>Authorization: Bearer</c> and nowhere else. Without keys there is
/// no operator API.
/// </summary>
public sealed partial class OperatorGate(
    OperatorAuthentication authentication, OperatorLockout lockout, Refusals refusals, AuditLog audit, ILogger<OperatorGate> logger)
{
    /// <summary>Where the API is.</summary>
    public const string Root = "/api/v1";

    private const string Scheme = "Bearer ";

    /// <summary>Answers a request.</summary>
    /// <param name="needed">The role that it needs.</param>
    /// <param name="answer">Answers for somebody who may.</param>
    public async Task AdmitAsync(HttpContext context, OperatorRole needed, Func<OperatorRequest, Task> answer)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(answer);
        if (!authentication.IsOn)
        {
            await ErrorAnswer.NotFound.WriteAsync(context);
            return;
        }

        try
        {
            if (await SignInAsync(context) is not { } who)
                return;
            if (who.Role < needed)
                await ErrorAnswer.WrongRole.WriteAsync(context);
            else
                await answer(new OperatorRequest(context, who, audit));
        }
#pragma warning disable CA1031 // Whatever failed, nothing may be told that was not recorded.
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
#pragma warning restore CA1031
        {
            LogFailed(fault, context.Request.Method);
            await ErrorAnswer.StorageFailed.WriteAsync(context);
        }
    }

    /// <summary>Answers a request about the caller whose key is in the path; with 404 where that is none.</summary>
    /// <param name="needed">The role that it needs.</param>
    /// <param name="answer">Answers for somebody who may.</param>
    public Task AdmitAsync(HttpContext context, OperatorRole needed, Func<OperatorRequest, CallerKey, Task> answer)
        => AdmitAsync(
            context, needed, request => request.Caller is { } caller ? answer(request, caller) : ErrorAnswer.NotFound.WriteAsync(context));

    // Null when the request is answered.
    private async Task<SignedInOperator?> SignInAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (await lockout.FindAsync(address, context.RequestAborted) is { } left)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(left.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await ErrorAnswer.LockedOut.WriteAsync(context);
            return null;
        }

        var key = KeyOf(context.Request);
        if (key is not null && authentication.Find(key) is { } who)
            return who;

        // Beyond the rate nothing is written, and whoever sends no key guesses none.
        if (await refusals.AnswerAsync(context, Root, "WrongKey", ErrorAnswer.WrongOperatorKey) && key is not null)
            await lockout.NoteFailureAsync(address, context.RequestAborted);
        return null;
    }

    private static string? KeyOf(HttpRequest request)
        => request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;

    [LoggerMessage(8002, LogLevel.Error, "A {Method} request of the operator API failed")]
    private partial void LogFailed(Exception fault, string method);
}
