using System.CommandLine;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Json;
using Elaoms.Core.Operators;
using Elaoms.Core.Records;

namespace Elaoms.Cli.Operating;

/// <summary>The verbs that change what is remembered of a caller.</summary>
internal static class ChangeCommands
{
    private const string ExitCodes = "Exit code 1: it could not be done. Exit code 2: the request is wrong.";

    /// <summary>Makes them.</summary>
    public static IEnumerable<Command> Create() => [Correct(), Forget(), Confirm(), Reject(), OptOut(), Line()];

    private static Command Correct()
    {
        var fact = new Argument<string>("FACT") { Description = "The key of the fact, such as home or name. elaoms show lists them." };
        var value = new Argument<string>("VALUE") { Description = "What is so." };
        var old = new Option<string?>("--old")
        {
            Description = "The wrong value. Default: what is known of the fact. Required for a fact that has several values.",
        };
        var add = new Option<bool>("--add") { Description = "Add the value and forget nothing." };
        var command = new Command(
            "correct",
            $"""
            Correct a fact of a caller, or add one.

            The wrong value is forgotten in everything that was said before. What the caller says later may take the place of the new one.
            {ExitCodes}
            """)
        {
            fact, value, old, add,
        };
        return Change(command, arguments => new ChangeRequest
        {
            Id = "",
            By = "",
            Kind = arguments.GetValue(add) ? ChangeKind.Add : ChangeKind.Correct,
            Fact = arguments.GetValue(fact),
            Value = arguments.GetValue(value),
            Old = arguments.GetValue(old),
        });
    }

    private static Command Forget()
    {
        var value = new Option<string?>("--value") { Description = "The value to forget, wherever it was said." };
        var fact = new Option<string?>("--fact") { Description = "The key of a fact: all its values, or the one of --value." };
        var call = new Option<string?>("--call") { Description = "A conversation id: delete this call with its payload, instead." };
        var command = new Command(
            "forget",
            $"""
            Forget a value, a fact or a call of a caller.

            A value is forgotten in everything that was said before. If the caller says it again, it is learned again.
            The archived payloads still hold it until they expire; to delete them, use --call or elaoms erase.
            {ExitCodes}
            """)
        {
            value, fact, call,
        };
        command.Validators.Add(result =>
        {
            var isCall = result.GetValue(call) is not null;
            if (isCall == (result.GetValue(value) is not null || result.GetValue(fact) is not null))
                result.AddError("Use --value, --fact or both, or --call alone.");
        });
        return Change(command, arguments => new ChangeRequest
        {
            Id = "",
            By = "",
            Kind = arguments.GetValue(call) is null ? ChangeKind.Forget : ChangeKind.DeleteCall,
            Fact = arguments.GetValue(fact),
            Old = arguments.GetValue(value),
            ConversationId = arguments.GetValue(call),
        });
    }

    private static Command Confirm() => Name(
        "confirm",
        """
        Confirm that a name is the caller's.

        The caller is greeted by it from then on, until another name is given on the line.
        """,
        ChangeKind.ConfirmName);

    private static Command Reject() => Name(
        "reject",
        """
        Reject a name that is not the caller's.

        It is used no more. What was said stays. To forget the name itself, use elaoms forget.
        """,
        ChangeKind.RejectName);

    private static Command Name(string verb, string description, ChangeKind kind)
    {
        var name = new Argument<string?>("NAME")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The name. Default: the one that elaoms show tells.",
        };
        return Change(
            new Command(verb, $"{description}\n{ExitCodes}") { name },
            arguments => new ChangeRequest { Id = "", By = "", Kind = kind, Value = arguments.GetValue(name) });
    }

    private static Command OptOut()
    {
        var undo = new Option<bool>("--undo") { Description = "Let the caller be remembered again." };
        var command = new Command(
            "opt-out",
            $"""
            Remember nothing more of a caller, and tell nothing.

            Deliveries are answered as before, and nothing of them is kept. What is stored already stays: to delete it, use elaoms erase,
            after which the caller is still opted out.
            {ExitCodes}
            """)
        {
            undo,
        };
        return Change(command, arguments => new ChangeRequest
        {
            Id = "",
            By = "",
            Kind = arguments.GetValue(undo) ? ChangeKind.OptIn : ChangeKind.OptOut,
        });
    }

    private static Command Line()
    {
        var mark = new Argument<string>("MARK")
        {
            Description = "shared: many people use it, so nothing is told. one-person: it is one person's. none: names and calls decide.",
        };
        mark.AcceptOnlyFromAmong("shared", "one-person", "none");
        return Change(
            new Command("line", $"Mark a caller's line as shared or as one person's.\n\n{ExitCodes}") { mark },
            arguments => new ChangeRequest
            {
                Id = "",
                By = "",
                Kind = ChangeKind.MarkLine,
                Line = arguments.GetValue(mark) switch
                {
                    "shared" => LineMark.Shared,
                    "one-person" => LineMark.OnePerson,
                    _ => LineMark.None,
                },
            });
    }

    private static Command Change(Command command, Func<ParseResult, ChangeRequest> requestOf)
    {
        var options = new CallerOptions();
        var id = new Option<string?>("--id")
        {
            Description = "Names the change, so that repeating it changes nothing. Default: a random one, which --json prints.",
        };
        var by = new Option<string>("--by") { Description = "Who asks. It is stored with the change.", DefaultValueFactory = _ => "cli" };
        command.Options.Add(id);
        command.Options.Add(by);
        command.Validators.Add(result =>
        {
            if (options.IsRemote(result) && result.GetResult(by) is { Implicit: false })
                result.AddError("Do not combine --url with --by: the name of the key is stored with the change.");
        });
        options.AddTo(command).SetAction((arguments, cancellationToken) => options.RunAsync(
            arguments,
            requestOf(arguments).KnownFact,
            async (session, caller) =>
            {
                var request = requestOf(arguments) with
                {
                    Id = arguments.GetValue(id) ?? Guid.NewGuid().ToString("N"),
                    By = arguments.GetValue(by)!,
                };
                var result = await session.ChangeAsync(caller, request, cancellationToken);
                await TellAsync(caller, request, result, options.IsJson(arguments));
                return result switch
                {
                    { IsDone: true } => ExitCode.Success,
                    { Status: ChangeStatus.Invalid } => ExitCode.Usage,
                    _ => ExitCode.Failure,
                };
            },
            cancellationToken));
        return command;
    }

    private static async Task TellAsync(CallerKey caller, ChangeRequest request, ChangeResult result, bool isJson)
    {
        if (!isJson)
        {
            await (result.IsDone ? Console.Out : Console.Error).WriteLineAsync(result switch
            {
                { Status: ChangeStatus.Applied } => $"Done for caller {caller.Abbreviation}.",
                { IsDone: true } => $"This was done before for caller {caller.Abbreviation}.",
                _ => result.Reason,
            });
            return;
        }

        await using var output = Console.OpenStandardOutput();
        await using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("caller"u8, caller.Value);
            writer.WriteString("id"u8, request.Id);
            writer.WriteString("status"u8, SnakeCase.Of(result.Status));
            writer.WriteString("reason"u8, result.Reason);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
