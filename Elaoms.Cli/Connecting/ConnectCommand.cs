using System.CommandLine;
using Elaoms.Cli.Commands;

namespace Elaoms.Cli.Connecting;

/// <summary><c>elaoms connect</c>: connects agents of ElevenLabs with a deployment.</summary>
internal static class ConnectCommand
{
    public static Command Create()
    {
        var agents = new Option<string[]>("--agent") { Description = "The agent's id, agent_…; several times for several agents." };
        var all = new Option<bool>("--all-with-numbers") { Description = "All agents to which a telephone number leads." };
        var url = Options.Deployment(
            required: false, "The deployment, as ElevenLabs reaches it, for example https://memory.example.com. With --azure: "
                + "SERVICE_URL.");
        var postCall = Options.PostCall();
        var apply = new Option<bool>("--apply") { Description = "Do what the plan says. Without it, the plan is only shown." };
        var ask = new Option<bool>("--ask") { Description = "Show the plan, ask, then do what it says." };
        var undo = new Option<bool>("--undo")
        {
            Description = "Take back what --apply did: of --agent, or of all. What somebody changed since, or uses, stays.",
        };
        var collect = new Option<bool>("--collect")
        {
            Description = "Also have ElevenLabs' analysis collect name, e-mail, preferred contact, open requests, promises and "
                + "preferences.",
        };
        var prompt = new Option<bool>("--prompt") { Description = "Also add a passage to the prompt: what is known of the caller." };
        var test = new Option<bool>("--test") { Description = "Run two tests of the agent at ElevenLabs. This costs model usage." };
        var nodes = new Option<string[]>("--node")
        {
            Description = "A workflow's node that gets the search tool; several times for several, or all.",
        };
        var variable = new Option<string?>("--variable")
        {
            Description = "The variable with your own id of the user, for agents without a telephone. Every conversation must have it.",
        };
        var webhook = new Option<string?>("--webhook") { Description = "A post-call webhook that an admin made, instead of a new one." };
        var azure = new Option<bool>("--azure")
        {
            Description = "The deployment is in Azure and its keys are in the key vault: eval \"$(azd env get-values)\" names both.",
        };
        var state = new Option<string?>("--state")
        {
            Description = "Where it is noted what was changed: a file, or the https address of a blob. Default: beside the data.",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var envFile = Options.EnvFile();
        var command = new Command(
            "connect",
            """
            Connect agents of ElevenLabs with a deployment, or disconnect them.

            Without --apply or --ask it only shows what it would change, leaf by leaf. The API key is ELEVENLABS_API_KEY. For a region with
            data residency, set ELEVENLABS_API_URL as well. What it changes it notes first, so that you can run it again after it was cut
            short, and take it back with --undo.
            Exit code 1: something is refused, is to be done by an admin, or is not as it should be after it was written.
            """)
        {
            agents, all, url, postCall, apply, ask, undo, collect, prompt, test, nodes, variable, webhook, azure, state, json, envFile,
        };
        command.SetAction((arguments, cancellationToken) =>
        {
            var order = new ConnectOrder
            {
                Agents = arguments.GetValue(agents) ?? [],
                AllWithNumbers = arguments.GetValue(all),
                Url = arguments.GetValue(url),
                PostCall = arguments.GetValue(postCall),
                Apply = arguments.GetValue(apply),
                Ask = arguments.GetValue(ask),
                Undo = arguments.GetValue(undo),
                Collect = arguments.GetValue(collect),
                Prompt = arguments.GetValue(prompt),
                Test = arguments.GetValue(test),
                Json = arguments.GetValue(json),
                Nodes = arguments.GetValue(nodes) ?? [],
                Variable = arguments.GetValue(variable),
                Webhook = arguments.GetValue(webhook),
                Azure = arguments.GetValue(azure),
                State = arguments.GetValue(state),
                EnvFile = arguments.GetValue(envFile),
            };
            if (order is { Undo: false, AllWithNumbers: false, Agents.Count: 0 })
                throw new CliException("Name the agents: --agent AGENT, or --all-with-numbers.");
            if (order is { Undo: true } and ({ Apply: true } or { Ask: true }))
                throw new CliException("Do not combine --undo with --apply or --ask.");
            return new ConnectRun(order, TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }
}
