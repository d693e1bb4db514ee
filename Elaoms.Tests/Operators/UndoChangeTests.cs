using Elaoms.Core.Changes;
using Elaoms.Core.Operators;
using Elaoms.Tests.Changes;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Operators;

/// <summary>What comes back when a change is undone.</summary>
public sealed class UndoChangeTests() : ChangesTests(StorageKind.Embedded)
{
    [Fact]
    public async Task Undone_change_leaves_the_record_as_it_was_whatever_the_change_did()
    {
        await Bench.LearnAsync(1, "My name is Anna.", "I live in Bergen.");
        await Bench.LearnAsync(2, "My name is Tom.", "My e-mail is sam@example.com.");
        var before = await Bench.TextAsync();

        foreach (var request in (ChangeRequest[])
            [
                Request(ChangeKind.Forget) with { Fact = "email" },
                Request(ChangeKind.Correct) with { Fact = "home", Value = "Oslo" },
                Request(ChangeKind.RejectName) with { Old = "Tom" },
                Request(ChangeKind.ConfirmName) with { Value = "Anna" },
                Request(ChangeKind.Add) with { Fact = "allergy", Value = "nuts" },
            ])
        {
            Assert.True((await Stores.Get<ChangeCaller>().ChangeAsync(Bench.Key, request, CancellationToken.None)).IsDone);
            Assert.NotEqual(before, await Bench.TextAsync());

            Assert.Equal(UndoResult.Undone, await UndoAsync(request.Id));

            Assert.Equal(before, await Bench.TextAsync());
        }
    }

    [Fact]
    public async Task Value_that_a_correction_had_stated_and_another_forgot_stays_away_and_is_said_to()
    {
        await Bench.LearnAsync(1, "I live in Bergen.");
        await ChangeAsync(Request(ChangeKind.Correct) with { Fact = "home", Value = "Oslo" });
        var second = Request(ChangeKind.Correct) with { Fact = "home", Value = "Tromsø" };
        await ChangeAsync(second);

        Assert.Equal(UndoResult.UndoneInPart, await UndoAsync(second.Id));

        Assert.DoesNotContain("Tromsø", await Bench.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Oslo", await Bench.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_a_payload_that_has_expired_stay_away_and_are_said_to()
    {
        await Bench.LearnAsync(1, "My e-mail is sam@example.com.");
        var forget = Request(ChangeKind.Forget) with { Fact = "email" };
        await ChangeAsync(forget);
        foreach (var call in (await Bench.ReadAsync())!.Calls)
            await Stores.Archive.DeleteConversationAsync(Core.Storage.Payloads.PayloadName.Parse(call.Payload)!, CancellationToken.None);

        Assert.Equal(UndoResult.UndoneInPart, await UndoAsync(forget.Id));

        Assert.DoesNotContain("sam@example.com", await Bench.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_is_undone_once_and_not_after_ten_minutes_or_when_it_was_meant_to_last()
    {
        await Bench.LearnAsync(1, "I live in Bergen.");
        var (add, late, optOut) = (
            Request(ChangeKind.Add) with { Fact = "pet", Value = "cat" }, Request(ChangeKind.Add) with { Fact = "pet", Value = "dog" },
            Request(ChangeKind.OptOut));
        await ChangeAsync(add);
        await ChangeAsync(late);

        Assert.Equal(UndoResult.Undone, await UndoAsync(add.Id));
        Assert.Equal(UndoResult.NotFound, await UndoAsync(add.Id));
        Storage.Pass(UndoChange.Window + TimeSpan.FromSeconds(1));
        Assert.Equal(UndoResult.TooLate, await UndoAsync(late.Id));
        await ChangeAsync(optOut);
        Assert.Equal(UndoResult.TooLate, await UndoAsync(optOut.Id));
    }

    private Task<UndoResult> UndoAsync(string id) => Stores.Get<UndoChange>().UndoAsync(Bench.Key, id, CancellationToken.None);

    private async Task ChangeAsync(ChangeRequest request)
        => Assert.True((await Stores.Get<ChangeCaller>().ChangeAsync(Bench.Key, request, CancellationToken.None)).IsDone);

    private static ChangeRequest Request(ChangeKind kind) => new() { Id = Guid.NewGuid().ToString("N"), By = "anna", Kind = kind };
}
