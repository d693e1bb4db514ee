using System.Text.RegularExpressions;
using Elaoms.Core.Processing;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Storage.Azure;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>Messages that can't be read, from the queue of a running server to <c>elaoms replay</c>.</summary>
public sealed partial class UnreadableReplayTests : IDisposable
{
    private const string Garbage = "Sam lives at 7 Elm Street";

    private readonly TempFolder _folder = new();
    private ServerSettings _settings;

    public UnreadableReplayTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Garbage_that_a_server_found_is_listed_until_it_is_dismissed_on_files() => IsListedUntilDismissedAsync(StorageKind.Embedded);

    [Fact]
    public Task Garbage_that_a_server_found_is_listed_until_it_is_dismissed_on_Azure() => IsListedUntilDismissedAsync(StorageKind.Azure);

    [Fact]
    public Task Message_of_a_newer_version_is_left_in_the_queue_and_in_nobodys_way_on_files() => IsLeftAsync(StorageKind.Embedded);

    [Fact]
    public Task Message_of_a_newer_version_is_left_in_the_queue_and_in_nobodys_way_on_Azure() => IsLeftAsync(StorageKind.Azure);

    private async Task IsListedUntilDismissedAsync(StorageKind kind)
    {
        _settings = await ServerSettings.ForAsync(kind, _folder);
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");
        await using var stores = Open();
        await EnqueueAsync(stores, Garbage);
        await EnqueueAsync(stores, Garbage);
        await Eventually.IsTrueAsync(async () => await CountAsync(stores) == 2, "both are noted");
        await Eventually.IsTrueAsync(async () => await stores.Queue.CountAsync(CancellationToken.None) == 0, "both are removed");

        var (code, output) = await ReplayAsync("--failed", "--dry-run");
        Assert.Equal(0, code);
        var notice = Notice.Match(output);
        Assert.Equal($"No payload has failed.\n{notice.Value}\n", output);
        Assert.Equal(("can't be replayed", $"{Garbage.Length}"), (notice.Groups["outcome"].Value, notice.Groups["length"].Value));
        Assert.Equal((1, output), await ReplayAsync("--failed"));

        Assert.Equal((0, Outcome(notice, "not dismissed")), await ReplayAsync("--dismiss-unreadable", "--dry-run"));
        Assert.Equal((0, Outcome(notice, "dismissed")), await ReplayAsync("--dismiss-unreadable"));
        Assert.Equal((0, "There is no unreadable message.\n"), await ReplayAsync("--dismiss-unreadable"));
        Assert.Equal((0, "No payload has failed.\n"), await ReplayAsync("--failed"));

        var log = server.Output + server.Errors;
        var said = $"Removed an unreadable message of {Garbage.Length} characters from calls: It is not a JSON object. Notice ";
        Assert.Contains(said + notice.Groups["id"].Value, log, StringComparison.Ordinal);
        Assert.DoesNotContain("Elm", log, StringComparison.Ordinal);
    }

    private async Task IsLeftAsync(StorageKind kind)
    {
        _settings = await ServerSettings.ForAsync(kind, _folder);
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");
        await using var stores = Open();
        await EnqueueAsync(stores, new CallMessage(2, Stores.NameOf("{}"), TraceParent: null).Encode());
        var said = " characters in calls for a newer server (try 1): It has version 2";
        await Eventually.IsTrueAsync(() => server.Output.Contains(said, StringComparison.Ordinal), "it was read");

        var webhooks = new WebhookCaller(server.Address, _settings);
        (await webhooks.DeliverAsync(Payloads.Call("+12025550123", "conv_1", 1_790_000_000, "I want apples."))).IsOk();
        await Eventually.IsTrueAsync(
            async () => (await webhooks.SearchDataAsync("+12025550123", "apples")).IsOk().Found.Any(), "a call behind it is learned");

        // The call's own message goes a moment after the call can be found.
        await Eventually.IsTrueAsync(
            async () => await stores.Queue.CountAsync(CancellationToken.None) == 1, "only the newer message is left");
        Assert.Equal(0, await CountAsync(stores));
    }

    [Fact]
    public async Task Messages_of_more_texts_than_are_noted_are_listed_as_a_number()
    {
        await using var stores = Open();
        for (var i = 0; i < UnreadableNotices.MaxNotices + 3; i++)
            await stores.Get<LearnFromMessage>().LearnAsync($"{i}", 1, CancellationToken.None);

        var (code, output) = await ReplayAsync("--failed", "--dry-run");

        var lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal((0, UnreadableNotices.MaxNotices + 2), (code, lines.Length));
        Assert.All(lines[1..^1], line => Assert.Matches(Notice, line));
        Assert.Equal("3 more unreadable messages: can't be replayed. At most 100 different messages get their own notice.", lines[^1]);
    }

    [Fact]
    public async Task Message_of_a_newer_version_is_listed_with_its_payload()
    {
        await using var stores = Open();
        var payload = Stores.NameOf("{}");
        await stores.Get<LearnFromMessage>().GiveUpAsync(new CallMessage(2, payload, TraceParent: null).Encode(), CancellationToken.None);

        var (_, output) = await ReplayAsync("--failed", "--dry-run");

        Assert.Contains(" in calls-poison, seen ", output, StringComparison.Ordinal);
        Assert.EndsWith($". It has version 2, and this program reads version 1. It names {payload}.\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--failed", "--dismiss-unreadable")]
    [InlineData("2026/11/24/a", "--dismiss-unreadable")]
    public async Task Dismissing_and_replaying_at_once_is_refused(params string[] arguments)
        => Assert.Equal(2, (await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, ["replay", .. arguments])).Code);

    private static async Task<long> CountAsync(Stores stores)
        => (await stores.Get<UnreadableMessages>().ReadAsync(CancellationToken.None)).Messages;

    private static string Outcome(Match notice, string outcome)
        => notice.Value.Replace("can't be replayed", outcome, StringComparison.Ordinal) + "\n";

    private Stores Open() => new(_settings.Read(), TimeProvider.System);

    // As somebody else would put it there.
    private async Task EnqueueAsync(Stores stores, string text)
    {
        if (_settings.Read().Azure is not null)
        {
            await stores.Get<AzureAccount>().Calls.SendMessageAsync(text, CancellationToken.None);
            return;
        }

        var file = new SqliteConnectionStringBuilder { DataSource = _settings[SettingNames.OpenMemoryDbPath], Pooling = false };
        await using var connection = new SqliteConnection(file.ToString());
        await connection.OpenAsync(CancellationToken.None);
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO calls (message, visible_at) VALUES ($text, 0)";
        insert.Parameters.AddWithValue("$text", text);
        await insert.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<(int Code, string Output)> ReplayAsync(params string[] arguments)
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, ["replay", .. arguments]);
        Assert.Equal("", errors);
        return (code, output.ReplaceLineEndings("\n"));
    }

    [GeneratedRegex(
        @"^unreadable message (?<id>[0-9a-f]{32}): (?<outcome>[^.]+)\. (?<length>\d+) characters in calls, " +
        @"seen (2 times from \S+Z to )?\S+Z\. It is not a JSON object\.$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000)]
    private static partial Regex Notice { get; }
}
