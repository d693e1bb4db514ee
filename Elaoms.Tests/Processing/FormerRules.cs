using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;

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
        var (record, key) = ((await stores.Records.ReadAsync(learned, CancellationToken.None))!.Value, stores.Get<CallerKeys>().Of(caller));
        var former = record with
        {
            Revision = record.Revision + 1,
            Caller = caller,
            Calls =
            [
                .. record.Calls.Select(call => call with { PayloadVersion = call.PayloadVersion with { Rules = 0 }, IsKindCertain = false })
            ],
            Facts =
            [
                .. record.Facts.Where(fact => fact.Source.Kind == FactSource.DataCollection),
                .. record.Calls.Select(call => new Core.Records.Facts.Fact(
                    "likes", "order three pizzas", call.StartedAt,
                    new FactSource(call.ConversationId, FactSource.Statement, 0))),
            ],
        };
        await stores.Callers.WriteAsync(key, former.Head());
        await stores.Profiles.WriteAsync(key, ProfileBuilder.Build(former));
        foreach (var call in former.Calls)
            await WriteClaimAsync(
                stores, PayloadName.Parse(call.Payload)!, new ConversationClaim(call.PayloadVersion, call.Payload, key.Value, []));
    }

    /// <summary>Writes a claim over the one that is there.</summary>
    public static async Task WriteClaimAsync(Stores stores, PayloadName payload, ConversationClaim claim)
        => await stores.Claims.WriteAsync(payload.ConversationHash, claim);
}
