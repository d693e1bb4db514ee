using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.WebConsole.Http;

/// <summary>The addresses of the console. None holds a number or a word of a caller, since addresses are logged.</summary>
internal static class ConsoleRoutes
{
    public const string Root = "/console";
    public const string Assets = "assets";
    public const string SignIn = Root + "/sign-in";
    public const string SignInEntra = SignIn + "/entra";
    public const string SignOut = Root + "/sign-out";
    public const string Callers = Root + "/callers";
    public const string Failed = Root + "/failed";
    public const string Audit = Root + "/audit";
    public const string Agents = Root + "/agents";
    public const string Settings = Root + "/settings";

    private const string PayloadPrefix = "payload:";

    public static string Job(string id) => $"{Root}/jobs/{id}";

    public static string JobFile(string id, string name) => $"{Job(id)}/files/{name}";

    public static string Caller(string key) => $"{Callers}/{key}";

    public static string Caller(CallerKey key) => Caller(key.Value);

    /// <summary>A call, or a turn of it, by the id that a record gives it.</summary>
    public static string Call(string key, string conversationId, int? turn = null) => CallByHash(
        key,
        // A payload without a conversation is one of its own.
        PayloadName.HashOf(conversationId.StartsWith(PayloadPrefix, StringComparison.Ordinal)
            ? conversationId[PayloadPrefix.Length..]
            : conversationId),
        turn);

    public static string CallByHash(string key, string conversation, int? turn = null)
        => $"{Caller(key)}/calls/{conversation}{(turn is { } number ? $"#turn-{number}" : "")}";
}
