using System.Text;
using System.Text.Json;
using Elaoms.Core.Records;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of claims.</summary>
public abstract class ConversationClaimsContract(StorageKind kind)
    : DocumentStoreContract<ConversationClaim>(kind, CallerJson.Default.ConversationClaim)
{
    [Fact]
    public Task Claim_of_an_erased_caller_is_read_as_it_was_written() => IsKeptAsync(ConversationClaim.Erased);

    [Fact]
    public void Conversation_of_any_id_has_a_claim_of_its_own() => Check(CallerIds.Any, async id =>
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { data = new { conversation_id = id } });
        var hash = Stores.NameOf(body).ConversationHash;
        var claim = Sample(1) with { Caller = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(id)) };

        await WriteAsync(hash, claim);

        Assert.Equivalent(claim, (await ReadAsync(hash))!.Value, strict: true);
    });

    protected override ConversationClaim Sample(int number) => number % 2 == 0
        ? new ConversationClaim(new PayloadVersion(number, "b"), $"p{number}", null, ["caller", "other"])
        : new ConversationClaim(new PayloadVersion(number + 0.5, "a"), $"p{number}", "caller", []);

    public sealed class OnFiles() : ConversationClaimsContract(StorageKind.Embedded);
}
