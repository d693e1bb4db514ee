using Elaoms.Benchmarks.Locomo;
using Elaoms.Core.Calls;
using Elaoms.Core.Search;
using Xunit;

namespace Elaoms.Tests.Benchmarks;

public sealed class LocomoDataTests
{
    private static readonly LocomoConversation Conversation = Assert.Single(
        LocomoData.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Benchmarks", "locomo.json"))));

    [Fact]
    public void Conversation_is_read_with_the_first_to_speak_as_the_caller()
    {
        Assert.Equal("conv-1", Conversation.Id);
        Assert.Equal(
            ["2023-05-08T13:56:00Z", "2023-12-21T00:05:00Z"],
            Conversation.Calls.Select(call => call.Start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null)));
        Assert.Equal(
            ["user", "agent", "user", "agent", "user"], Conversation.Calls.SelectMany(call => call.Turns).Select(turn => turn.Role));
        Assert.Equal("Kiki whistles all day.", Conversation.Calls[0].Turns[2].Text);
    }

    [Fact]
    public void Evidence_is_where_search_data_finds_it_each_once_and_none_that_is_not_there()
    {
        Assert.Equal(
            [[new("conv-1-call-1", 2)], [new("conv-1-call-2", 1), new("conv-1-call-1", 1)], []],
            Conversation.Questions.Select(question => question.Evidence));
        Assert.Equal(["single-hop", "open-domain", "open-domain"], Conversation.Questions.Select(question => question.Category));
    }

    [Fact]
    public void Record_is_what_the_product_learns_of_the_payloads()
    {
        var record = LocomoRecords.Of(Conversation, LocomoPayloads.Caller(7));

        Assert.Equal(new Caller(CallerKind.Phone, "+12025550007"), record.Caller);
        Assert.Equal(
            Conversation.Calls.SelectMany(
                call => call.Turns.Select((turn, position) => (Conversation.WireId(call), (int?)position, turn.Role, turn.Text))),
            record.Memories.Select(memory => (memory.ConversationId, memory.Turn, memory.Role!, memory.Text)));
        Assert.Equal(Conversation.Calls.Select(call => call.Start), record.Calls.Select(call => call.StartedAt));
        Assert.Equal("Kiki whistles all day.", new CallerIndex(record).Search("what does the parrot of the caller do", 1)[0].Memory.Text);
    }

    [Fact]
    public void Chats_are_of_one_side_with_replies_and_its_questions_in_the_first_person()
    {
        var chats = LocomoChats.Of(Conversation).ToList();

        Assert.Equal(
            [("conv-1-user", 3), ("conv-1-agent", 2)], chats.Select(chat => (chat.Id, chat.Calls.Sum(call => call.Turns.Count) / 2)));
        Assert.All(chats.SelectMany(chat => chat.Calls).SelectMany(call => call.Turns.Chunk(2)), pair =>
        {
            Assert.Equal(["user", "agent"], pair.Select(turn => turn.Role));
            Assert.True(pair[1].Text.Length > pair[0].Text.Length);
        });
        Assert.All(
            chats.SelectMany(chat => chat.Questions), question => Assert.DoesNotContain("Ann", question.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Joined_record_has_as_many_turns_as_asked_each_found_by_itself()
    {
        var record = LocomoRecords.Of(Conversation, LocomoPayloads.Caller(7));

        var joined = LocomoRecords.Joined([record, record], 17);

        Assert.Equal(17, joined.Memories.Count);
    }
}
