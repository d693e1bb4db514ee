using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.ElevenLabs.Api;
using Elaoms.FakePlatform;
using Elaoms.FakePlatform.Store;
using Elaoms.Tests.ElevenLabs.Import;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Erasure;

public sealed class VendorErasureTests : IAsyncLifetime
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550124";
    private static readonly Caller Caller = new(CallerKind.Phone, Sam);
    private static readonly long Start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Conversations_of_the_user_id_of_the_record_and_of_waiting_payloads_are_deleted_and_others_stay()
    {
        var (learned, waiting, listed, other) = (Add(Sam), Add(Sam), Add(Sam), Add(Kim));
        listed.UserId = _bench.Stores.Get<CallerKeys>().UserIdOf(_bench.KeyOf(Sam));
        await _bench.DeliverAsync(learned);
        await _bench.LearnAsync();
        await _bench.DeliverAsync(waiting);

        var result = await _bench.EraseAtVendorAsync(Caller);

        Assert.Equal((3, 0, true), (result.Deleted, result.Gone, result.IsAll));
        Assert.Equal([other.Id], _bench.Platform.Store.Conversations.Keys);
    }

    [Fact]
    public async Task Conversation_whose_own_number_is_anothers_is_left_and_named()
    {
        var (forged, nobody) = (Add(Kim), Add(caller: null));
        forged.UserId = nobody.UserId = _bench.Stores.Get<CallerKeys>().UserIdOf(_bench.KeyOf(Sam));
        var changed = Add(Sam);
        await _bench.DeliverAsync(changed);
        await _bench.LearnAsync();
        changed.Caller = Kim;

        var result = await _bench.EraseAtVendorAsync(Caller);

        Assert.Equal(new[] { forged.Id, nobody.Id, changed.Id }.Order(StringComparer.Ordinal), result.OfOthers);
        Assert.Equal((0, false), (result.Deleted, result.IsAll));
        Assert.Equal(3, _bench.Platform.Store.Conversations.Count);
        Assert.DoesNotContain(_bench.Platform.Log, entry => entry.Request.Method == "DELETE");
    }

    [Fact]
    public async Task User_of_an_application_is_found_by_the_applications_own_id()
    {
        var one = Add(caller: null);
        one.UserId = "customer-17";
        Add(caller: null).UserId = "customer-18";

        var result = await _bench.EraseAtVendorAsync(new Caller(CallerKind.User, "customer-17"));

        Assert.Equal((1, true), (result.Deleted, result.IsAll));
        Assert.DoesNotContain(one.Id, _bench.Platform.Store.Conversations.Keys);
    }

    [Fact]
    public async Task What_can_not_be_deleted_is_named_and_a_later_run_deletes_it()
    {
        var (first, second, third) = (Add(Sam), Add(Sam), Add(Sam));
        foreach (var one in new[] { first, second, third })
            await _bench.DeliverAsync(one);
        await _bench.LearnAsync();
        _bench.Platform.Faults.Add("DELETE", second.Id, PlatformFault.ServerError);
        third.IsHidden = true;

        var result = await _bench.EraseAtVendorAsync(Caller);
        Assert.Equal(1, result.Deleted);
        Assert.Equal(new[] { second.Id, third.Id }.Order(StringComparer.Ordinal), result.Failed.Select(failure => failure.Conversation));
        Assert.All(result.Failed, failure => Assert.NotEmpty(failure.Reason));

        _bench.Platform.Faults.Clear();
        third.IsHidden = false;
        var later = await _bench.EraseAtVendorAsync(Caller);
        Assert.Equal((2, 1, true), (later.Deleted, later.Gone, later.IsAll));
    }

    [Fact]
    public async Task Key_that_may_not_delete_and_one_that_is_refused_delete_nothing()
    {
        await _bench.DeliverAsync(Add(Sam));
        await _bench.LearnAsync();
        _bench.Platform.Semantics.MayDeleteConversations = false;
        Assert.Single((await _bench.EraseAtVendorAsync(Caller)).Failed);

        _bench.Platform.Faults.Add("GET", "/conversations?", PlatformFault.OtherRegion);
        var thrown = await Assert.ThrowsAsync<ElevenLabsException>(() => _bench.EraseAtVendorAsync(Caller));

        Assert.Equal(ElevenLabsFault.WrongRegion, thrown.Fault);
        Assert.Single(_bench.Platform.Store.Conversations);
    }

    [Theory]
    [InlineData(PlatformFault.CutAfter)]
    [InlineData(PlatformFault.ServerErrorAfterDoing)]
    [InlineData(PlatformFault.TooManyConcurrent)]
    [InlineData(PlatformFault.BusyFor)]
    public async Task Deletion_whose_answer_is_lost_or_late_counts_as_deleted(PlatformFault fault)
    {
        await _bench.DeliverAsync(Add(Sam));
        _bench.Platform.Faults.Add("DELETE", "/conversations/", fault, times: 1);

        var result = await _bench.EraseAtVendorAsync(Caller);

        Assert.Equal((1, true), (result.Deleted, result.IsAll));
        Assert.Empty(_bench.Platform.Store.Conversations);
    }

    private FakeConversation Add(string? caller)
        => _bench.Platform.Store.AddConversation(_bench.Agent, Start, caller, "Hello, who is calling?", "My name is Sam Miller.");
}
