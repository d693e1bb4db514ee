using Elaoms.Cli.Doctor;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Listing;
using Elaoms.Tests.Records;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>Records that stand under names that are hidden by now.</summary>
public abstract class CallersCheckTests(StorageKind storage)
{
    private static readonly Caller[] HiddenByNow =
    [
        new(CallerKind.User, "Unknown Caller"), new(CallerKind.User, "{{system__caller_id}}"), new(CallerKind.Phone, "0000000000"),
        new(CallerKind.Phone, "+10000000000"), new(CallerKind.Sip, "none@pbx.example"),
    ];

    private static readonly Caller[] Real =
    [
        new(CallerKind.Phone, "+12025550123"), new(CallerKind.User, "anna"), new(CallerKind.User, "+12025550123"),
        new(CallerKind.User, "222"), new(CallerKind.Line, "anna"), new(CallerKind.Sip, "1001@pbx.example"),
    ];

    [Fact]
    public async Task Record_under_a_hidden_name_is_a_warning_with_its_key()
    {
        await using var bench = await DoctorBench.StartAsync(storage);
        var keys = await WriteAsync(bench, Tenants.Default, HiddenByNow);
        await WriteAsync(bench, Tenants.Default, Real);

        var findings = await bench.ExamineAsync("callers");

        Assert.Equal(
            keys.Order(StringComparer.Ordinal).Select(key => $"Run elaoms erase --key {key}"), findings.Select(finding => finding.Remedy));
        Assert.All(findings, finding => finding.Is(CheckStatus.Warning, ", 1 call, is stored under a name that identifies nobody"));
        var told = string.Concat(findings.Select(finding => finding.What));
        Assert.All(HiddenByNow, caller => Assert.DoesNotContain(caller.Identity, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Records_of_real_callers_are_OK()
    {
        await using var bench = await DoctorBench.StartAsync(storage);
        (await bench.ExamineAsync("callers")).Only()
            .Is(CheckStatus.Ok, "Records checked: 0. None is stored under a name that identifies nobody.");
        await WriteAsync(bench, Tenants.Default, Real);

        (await bench.ExamineAsync("callers")).Only()
            .Is(CheckStatus.Ok, "Records checked: 6. None is stored under a name that identifies nobody.");
    }

    [Fact]
    public async Task Empty_list_of_callers_beside_records_is_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync(storage);
        await WriteAsync(bench, Tenants.Default, Real, isListed: false);

        (await bench.ExamineAsync("callers"))[^1].Is(
            CheckStatus.Warning, "The list of callers and calls is empty, so operators find nobody.", "Run elaoms reindex --list.");
    }

    [Fact]
    public async Task Tenant_is_named_and_can_be_looked_at_alone()
    {
        await using var bench = await DoctorBench.StartAsync(storage);
        bench.Settings["TENANT:agent_a"] = "acme";
        var acme = await WriteAsync(bench, "acme", HiddenByNow.Take(1));
        await WriteAsync(bench, Tenants.Default, HiddenByNow.Skip(1).Take(1));
        await WriteAsync(bench, "gone", HiddenByNow.Skip(2).Take(1));

        var tenants = (await bench.ExamineAsync("callers")).Select(finding => finding.What.Split("(tenant ")[1].Split(')')[0]);
        Assert.Equal(["acme", "default", "unknown"], tenants.Order(StringComparer.Ordinal));
        var values = bench.Settings.ToConfiguration();
        var examination = new DoctorRunner(new SettingsReader(values).Read([]), values, deployment: null, bench.Clock, tenant: "acme");
        var ofTenant = await examination.RunAsync(CancellationToken.None);
        ofTenant.Where(finding => finding.Subject == "callers").Only().Is(
            CheckStatus.Warning, acme[0], $"Run elaoms erase --key {acme[0]}");
    }

    [Fact]
    public async Task Many_such_records_are_counted_beyond_the_first()
    {
        await using var bench = await DoctorBench.StartAsync(storage);
        var many = Enumerable.Range(0, 23).Select(i => new Caller(CallerKind.User, $"none{new string('.', i)}"));
        await WriteAsync(bench, Tenants.Default, many);

        var findings = await bench.ExamineAsync("callers");

        Assert.Equal(21, findings.Count);
        findings[^1].Is(CheckStatus.Warning, "There are 3 more such records.");
    }

    [Fact]
    public async Task Calls_that_older_rules_taught_are_counted()
    {
        await using var bench = await DoctorBench.StartAsync(storage);
        await WriteAsync(bench, Tenants.Default, Real);
        await using (var stores = bench.Open())
        {
            var record = SampleRecords.Empty.With(SampleRecords.Extracted("c1", 1)).With(SampleRecords.Extracted("c2", 2));
            record = record with
            {
                Calls = [.. record.Calls.Select(call => call with { PayloadVersion = call.PayloadVersion with { Rules = 0 } })],
            };
            await stores.Callers.WriteAsync(stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, "+12025550199")), record.Head());
        }

        (await bench.ExamineAsync("callers"))[^1].Is(CheckStatus.Warning, "2 calls were learned by older rules.", "Run elaoms relearn.");
    }

    private static async Task<IReadOnlyList<string>> WriteAsync(
        DoctorBench bench, string tenant, IEnumerable<Caller> callers, bool isListed = true)
    {
        await using var stores = bench.Open();
        var keys = new List<string>();
        foreach (var caller in callers)
        {
            var key = stores.Get<CallerKeys>().Of(caller, tenant);
            var record = SampleRecords.Empty.With(SampleRecords.Extracted("c", 1)) with { Caller = caller };
            await stores.Callers.WriteAsync(key, record.Head());
            if (isListed)
                await stores.Get<ICallList>().WriteAllAsync(
                    new ListedCaller(key, CallerLabel.Of(caller), FixedClock.Start, 1, 1), [], CancellationToken.None);
            keys.Add(key.Value);
        }

        return keys;
    }

    public sealed class OnFiles() : CallersCheckTests(StorageKind.Embedded);
}
