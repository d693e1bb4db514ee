using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>
/// <c>elaoms erase</c> where one word may mean several records: of tenants, of kinds, and of names that are hidden by now.
/// </summary>
public sealed class EraseOfTenantsTests : IDisposable
{
    private const string Sam = "+12025550123";

    private static readonly Caller Phone = new(CallerKind.Phone, Sam);
    private static readonly Caller Line = new(CallerKind.Line, "anna");
    private static readonly Caller User = new(CallerKind.User, "anna");

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public EraseOfTenantsTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tenant_has_to_be_named_once_there_are_some()
    {
        _settings.Values["TENANT:agent_a"] = "acme";
        _settings.Values["TENANT:agent_g"] = "globex";
        await using var stores = Open();
        await TeachAsync(stores, Phone, "acme");
        await TeachAsync(stores, Phone, "default");

        var (code, output, errors) = await EraseAsync(Sam, "--yes");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("known in tenant default, tenant acme. Choose one with --tenant", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("globex", errors, StringComparison.Ordinal);

        (code, output, errors) = await EraseAsync(Sam, "--tenant", "acme", "--yes");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("(phone, tenant acme):", output, StringComparison.Ordinal);
        Assert.Null(await ReadAsync(stores, Phone, "acme"));
        Assert.NotNull(await ReadAsync(stores, Phone, "default"));

        (code, output, _) = await EraseAsync(Sam, "--tenant", "globex", "--dry-run", "--json");
        var json = Payload.Json(output);
        Assert.Equal((0, "globex", 0), (code, json.GetProperty("tenant").GetString(), json.GetProperty("calls").GetInt32()));

        // Named in one tenant only, it still has to be said.
        (code, _, errors) = await EraseAsync(Sam, "--yes");
        Assert.Equal(2, code);
        Assert.Contains("known in tenant default.", errors, StringComparison.Ordinal);
        Assert.Contains("There was nothing to erase.", (await EraseAsync("+12025550199", "--yes")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_of_a_line_and_of_a_user_has_to_be_told_apart()
    {
        await using var stores = Open();
        await TeachAsync(stores, Line);
        await TeachAsync(stores, User);

        var (code, output, errors) = await EraseAsync("anna", "--yes");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("--kind line or --kind user", errors, StringComparison.Ordinal);

        Assert.Equal(0, (await EraseAsync("anna", "--kind", "user", "--yes")).Code);
        Assert.Null(await ReadAsync(stores, User));
        Assert.NotNull(await ReadAsync(stores, Line));
        (code, output, _) = await EraseAsync("anna", "--yes");
        Assert.Equal(0, code);
        Assert.Contains("(line):", output, StringComparison.Ordinal);
        Assert.Null(await ReadAsync(stores, Line));
    }

    [Fact]
    public async Task Line_is_erased_with_the_record_from_before_that_it_is_given()
    {
        await using var stores = Open();
        await WriteFormerAsync(stores, User);
        await TeachAsync(stores, Line);

        var (code, output, _) = await EraseAsync("anna", "--kind", "line", "--yes");
        Assert.Equal(1, code);
        Assert.Contains("Not everything was erased:\nAn older record of this line", output, StringComparison.Ordinal);
        (code, output, _) = await EraseAsync("anna", "--kind", "line", "--yes");
        Assert.Equal(0, code);
        Assert.Contains("(user):", output, StringComparison.Ordinal);
        Assert.Null(await ReadAsync(stores, User));

        // What the application has taught since is the application's.
        await TeachAsync(stores, User);
        (_, output, _) = await EraseAsync("anna", "--kind", "line", "--yes");
        Assert.Contains("There was nothing to erase.", output, StringComparison.Ordinal);
        Assert.NotNull(await ReadAsync(stores, User));
    }

    [Fact]
    public async Task Record_under_a_name_that_is_hidden_by_now_is_erased_by_its_key()
    {
        _settings.Values["TENANT:agent_a"] = "acme";
        await using var stores = Open();
        var nobody = new Caller(CallerKind.User, "Unknown Caller");
        await WriteFormerAsync(stores, nobody, "acme");
        var key = stores.Get<CallerKeys>().Of(nobody, "acme");

        var (code, output, _) = await EraseAsync("--key", key.Value, "--dry-run");
        Assert.Equal(0, code);
        Assert.Contains($"Caller {key.Abbreviation} (user, tenant acme):\n  1 call in the record", output, StringComparison.Ordinal);
        Assert.NotNull(await ReadAsync(stores, nobody, "acme"));

        (code, output, var errors) = await EraseAsync("--key", key.Value, "--yes");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("All of this was erased.", output, StringComparison.Ordinal);
        Assert.Null(await ReadAsync(stores, nobody, "acme"));
        (_, output, _) = await EraseAsync("--key", key.Value, "--yes");
        Assert.Contains("(unknown, tenant unknown):\n  nothing is stored.", output, StringComparison.Ordinal);
    }

    private Stores Open() => new(_settings.Read(), TimeProvider.System);

    private static async Task TeachAsync(Stores stores, Caller caller, string tenant = "default")
    {
        var records = stores.Get<CallerRecords>();
        await records.ApplyAsync(KeyOf(stores, caller, tenant), caller, [SampleRecords.Extracted("c1", 1)], CancellationToken.None);
    }

    private static async Task WriteFormerAsync(Stores stores, Caller caller, string tenant = "default")
    {
        var record = SampleRecords.Empty.With(SampleRecords.Extracted("c0", 1)) with { Caller = caller };
        record = record with { Calls = [.. record.Calls.Select(call => call with { IsKindCertain = false })] };
        await stores.Callers.WriteAsync(KeyOf(stores, caller, tenant), record.Head());
    }

    private static async Task<Versioned<CallerRecord>?> ReadAsync(Stores stores, Caller caller, string tenant = "default")
        => await stores.Records.ReadAsync(KeyOf(stores, caller, tenant), CancellationToken.None);

    private static CallerKey KeyOf(Stores stores, Caller caller, string tenant) => stores.Get<CallerKeys>().Of(caller, tenant);

    private async Task<(int Code, string Output, string Errors)> EraseAsync(params string[] arguments)
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, ["erase", .. arguments]);
        return (code, output.ReplaceLineEndings("\n"), errors.ReplaceLineEndings("\n"));
    }
}
