using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api;
using Elaoms.FakePlatform.Store;
using Elaoms.Tests.ElevenLabs.Connect;
using Xunit;

namespace Elaoms.EndToEnd.ElevenLabs;

/// <summary>
/// <c>connect</c> ends at any of its requests, as by a kill: the request is not carried out, or it is and the answer is lost. Nothing is
/// written after that, neither to the state nor to the deployment.
/// </summary>
[LongRunning]
public sealed class ConnectKillTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Next_run_finishes_what_was_cut_short_at_any_request(bool isCarriedOut)
        => await AtEachRequestAsync(isCarriedOut, bench => bench.ApplyAsync(), async (bench, before) =>
        {
            var plan = await bench.PlanAsync();
            var report = await bench.ApplyAsync(plan);

            Assert.Empty(report.Faults);
            ConnectPromise.IsKept(bench, await bench.PlanAsync());
            Assert.True((await bench.PlanAsync()).IsEmpty);
            Assert.Single(bench.Platform.Store.Webhooks, hook => hook.Key != "webhook_theirs");
            await IsUndoneAsync(bench, before);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Undo_takes_back_what_was_cut_short_at_any_request(bool isCarriedOut)
        => await AtEachRequestAsync(isCarriedOut, bench => bench.ApplyAsync(), IsUndoneAsync);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Next_undo_finishes_an_undo_that_was_cut_short_at_any_request(bool isCarriedOut)
        => await AtEachRequestAsync(
            isCarriedOut,
            bench => bench.UndoAsync(),
            IsUndoneAsync,
            bench => bench.ApplyAsync());

    private static async Task IsUndoneAsync(ConnectBench bench, string before)
    {
        var report = await bench.UndoAsync();

        Assert.Empty(report.Faults);
        Assert.Empty(report.LeftAlone);
        Assert.Equal(before, bench.Platform.Store.Describe());
        Assert.Null(bench.State.Json);
    }

    private static async Task AtEachRequestAsync(
        bool isCarriedOut, Func<ConnectBench, Task> run, Func<ConnectBench, string, Task> check, Func<ConnectBench, Task>? first = null)
    {
        var last = 1;
        for (var request = 1; request <= last; request++)
        {
            await using var bench = await ConnectBench.StartAsync();
            Build(bench);
            var before = bench.Platform.Store.Describe();
            if (first is not null)
                await first(bench);
            bench.Platform.Faults.Clear();
            (bench.Platform.Faults.DownFrom, bench.Platform.Faults.CarriesOutTheLast) = (request, isCarriedOut);
            bench.Platform.Faults.OnRequest = (number, _) =>
            {
                if (number >= request)
                    (bench.State.IsDead, bench.Memory.IsDead) = (true, true);
            };

            try
            {
                await run(bench);

                // It came to its end before this request.
                break;
            }
            catch (Exception fault) when (fault is ElevenLabsException or OperationCanceledException)
            {
                last = request + 1;
            }

            bench.Platform.Faults.Clear();
            (bench.State.IsDead, bench.Memory.IsDead) = (false, false);
            try
            {
                await check(bench, before);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Cut short at request {request}: {fault.Message}", fault);
            }
        }

        Assert.InRange(last, 20, 200);
    }

    private static void Build(ConnectBench bench)
    {
        bench.Wish = bench.Wish with { Collect = true, Prompt = true, Nodes = ["all"] };
        var agent = bench.AddAgent("One");
        agent.AddBranch("live", live: 30);
        agent.Main.Conversation["agent"]!["first_message"] = "Hello {{customer}}!";
        bench.Platform.Store.Webhooks["webhook_theirs"] = new FakeWebhook("CRM", "https://crm.example.com/hook", "wsec_theirs");
        agent.Main.Platform["workspace_overrides"]!["webhooks"]!["post_call_webhook_id"] = "webhook_theirs";
        var flow = bench.AddAgent("Two");
        flow.Main.Workflow = new JsonObject
        {
            ["nodes"] = new JsonObject
            {
                ["bill"] = new JsonObject { ["type"] = "override_agent", ["label"] = "Billing", ["additional_tool_ids"] = new JsonArray() },
            },
        };
        flow.WhatsAppAccounts = 1;
    }
}
