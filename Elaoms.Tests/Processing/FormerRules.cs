using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Processing;

/// <summary>Writes records and claims as rules without a version left them: with other facts.</summary>
internal static class FormerRules
{
    /// <summary>Puts a record, as former rules would have taught it, in the place of a caller's.</summary>
    /// <param name="stores">Where it is.</param>
    /// <param name="learned">Whose calls it has.</param>
    /// <param name="caller">Whose record it becomes.</param>
    public static async Task TaughtAsync(Stores stores, CallerKey learned, Caller caller)
    {
        var (record, key) = ((await stores.Callers.ReadAsync(learned, CancellationToken.None))!.Record, stores.Get<CallerKeys>().Of(caller));
        var former = record with
        {
            Revision = record.Revision + 1,
            Caller = caller,
            Calls = [.. record.Calls.Select(call => call with { PayloadVersion = call.PayloadVersion with { Rules = 0 }, IsKindCertain = false })],
            Facts =
            [
                .. record.Facts.Where(fact => fact.Source.Kind == FactSource.DataCollection),
                .. record.Calls.Select(call => new Core.Records.Facts.Fact(
                    "likes", "order three pizzas", call.StartedAt, ValidTo: null, new FactSource(call.ConversationId, FactSource.Statement, 0))),
            ],
        };
        Assert.True(await stores.Callers.TryWriteAsync(key, former, await stores.Callers.ReadETagAsync(key, CancellationToken.None), CancellationToken.None));
        await stores.Callers.WriteProfileAsync(key, ProfileBuilder.Build(former), CancellationToken.None);
        foreach (var call in former.Calls)
            await WriteClaimAsync(stores, PayloadName.Parse(call.Payload)!, new ConversationClaim(call.PayloadVersion, call.Payload, key.Value, []));
    }

    /// <summary>Writes a claim over the one that is there.</summary>
    public static async Task WriteClaimAsync(Stores stores, PayloadName payload, ConversationClaim claim)
    {
        var stored = await stores.Claims.ReadAsync(payload.ConversationHash, CancellationToken.None);
        Assert.True(await stores.Claims.TryWriteAsync(payload.ConversationHash, claim, stored?.ETag, CancellationToken.None));
    }
}
