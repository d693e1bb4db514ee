using System.Text;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="IConversationClaims"/> promises.</summary>
public abstract class ConversationClaimsContract(StorageKind kind) : StorageTests(kind)
{
    private static readonly ConversationClaim First = new(new PayloadVersion(1.5, "a"), "p1", "caller", []);
    private static readonly ConversationClaim Second = new(new PayloadVersion(2, "b"), "p2", null, ["caller"]);

    private IConversationClaims Claims => Stores.Claims;

    [Fact]
    public async Task Claim_is_replaced_only_over_the_version_that_was_read()
    {
        Assert.Null(await ReadAsync("c"));

        Assert.True(await Claims.TryWriteAsync("c", First, null, CancellationToken.None));
        Assert.False(await Claims.TryWriteAsync("c", Second, null, CancellationToken.None));
        var stored = (await ReadAsync("c"))!;
        Assert.Equivalent(First, stored.Claim, strict: true);
        Assert.True(await Claims.TryWriteAsync("c", Second, stored.ETag, CancellationToken.None));
        Assert.False(await Claims.TryWriteAsync("c", First, stored.ETag, CancellationToken.None));
        Assert.Equivalent(Second, (await ReadAsync("c"))!.Claim, strict: true);
    }

    [Fact]
    public async Task Claim_written_twice_with_the_same_content_has_another_tag()
    {
        await Claims.TryWriteAsync("c", First, null, CancellationToken.None);
        var stored = (await ReadAsync("c"))!;

        Assert.True(await Claims.TryWriteAsync("c", First, stored.ETag, CancellationToken.None));

        Assert.NotEqual(stored.ETag, (await ReadAsync("c"))!.ETag);
        Assert.False(await Claims.TryWriteAsync("c", First, stored.ETag, CancellationToken.None));
    }

    [Fact]
    public async Task Claim_that_several_race_for_is_written_by_one_of_them()
    {
        await using var other = Storage.Open();
        string? tag = null;
        for (var round = 0; round < 10; round++)
        {
            var wins = await Task.WhenAll(new[] { Stores, other, Stores, other }.Select((stores, i) => Task.Run(async () =>
                await stores.Claims.TryWriteAsync("c", First with { Payload = $"p{i}" }, tag, CancellationToken.None))));

            Assert.Single(wins, won => won);
            var stored = (await ReadAsync("c"))!;
            Assert.Equal($"p{Array.IndexOf(wins, true)}", stored.Claim.Payload);
            tag = stored.ETag;
        }
    }

    [Fact]
    public async Task Claim_of_an_erased_caller_is_read_as_it_was_written()
    {
        await Claims.TryWriteAsync("c", ConversationClaim.Erased, null, CancellationToken.None);

        Assert.Equivalent(ConversationClaim.Erased, (await ReadAsync("c"))!.Claim, strict: true);
    }

    [Fact]
    public async Task Claim_outlives_the_process()
    {
        await Claims.TryWriteAsync("c", Second, null, CancellationToken.None);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        Assert.Equivalent(Second, (await next.Claims.ReadAsync("c", CancellationToken.None))!.Claim, strict: true);
    }

    [Fact]
    public void Conversation_of_any_id_has_a_claim_of_its_own() => Check(CallerIds.Any, async id =>
    {
        var hash = Stores.NameOf(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { data = new { conversation_id = id } })).ConversationHash;
        var claim = First with { Caller = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(id)) };

        Assert.True(await Claims.TryWriteAsync(hash, claim, (await ReadAsync(hash))?.ETag, CancellationToken.None));

        Assert.Equivalent(claim, (await ReadAsync(hash))!.Claim, strict: true);
    });

    private ValueTask<StoredClaim?> ReadAsync(string hash) => Claims.ReadAsync(hash, CancellationToken.None);

    public sealed class OnFiles() : ConversationClaimsContract(StorageKind.Embedded);
}
