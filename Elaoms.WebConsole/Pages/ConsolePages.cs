using Elaoms.WebConsole.SignIn;

namespace Elaoms.WebConsole.Pages;

/// <summary>All pages.</summary>
internal sealed record ConsolePages(
    SignInPages SignIn,
    TodayHandler Today,
    CallersHandler Callers,
    CallerHandler Caller,
    ChangeHandler Changes,
    CallHandler Call,
    FailedHandler Failed,
    JobHandler Jobs,
    AuditHandler Audit,
    AgentsHandler Agents,
    SettingsHandler Settings);
