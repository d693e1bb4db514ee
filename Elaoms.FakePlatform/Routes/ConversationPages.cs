using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Elaoms.FakePlatform.Rules;
using Elaoms.FakePlatform.Store;

namespace Elaoms.FakePlatform.Routes;

/// <summary>
/// <c>/v1/convai/conversations</c>. A cursor names the place after a conversation, so one that is listed later moves no other.
/// </summary>
internal sealed class ConversationPages(PlatformStore store, PlatformSemantics semantics)
{
    public JsonNode? Answer(PlatformRequest request) => (request.Method, request.Parts) switch
    {
        ("GET", ["v1", "convai", "conversations"]) => List(request),
        ("GET", ["v1", "convai", "conversations", var id]) => Of(id).Detail(),
        ("DELETE", ["v1", "convai", "conversations", var id]) => Delete(id),
        _ => null,
    };

    /// <summary>The recording; null if the request is for something else.</summary>
    public byte[]? Audio(PlatformRequest request)
        => request is { Method: "GET", Parts: ["v1", "convai", "conversations", var id, "audio"] }
            ? Of(id).Audio ?? throw PlatformError.Said(404, "missing_conversation_audio", "No audio")
            : null;

    private JsonObject List(PlatformRequest request)
    {
        Body.Query(
            request, "cursor", "agent_id", "page_size", "call_start_after_unix", "call_start_before_unix", "sort_direction",
            "exclude_statuses", "user_id");
        CheckPermission();
        var (agent, after, before) = (
            request.Text("agent_id"), Number(request, "call_start_after_unix"), Number(request, "call_start_before_unix"));
        if (agent is not null && !store.Agents.ContainsKey(agent))
            throw PlatformError.NotFound("agent");
        var found = store.Conversations.Values.Concat(Recent())
            .Where(one => one.IsListed && (agent is null || one.AgentId == agent))
            .Where(one => (after is null || one.Start > after) && (before is null || one.Start < before));
        if (request.Text("user_id") is { } user)
            found = found.Where(one => one.UserId == user);
        var isAscending = request.Text("sort_direction") == "asc";
        var sorted = (isAscending ? found.Order(ByStart) : found.OrderDescending(ByStart)).AsEnumerable();
        if (request.Text("cursor") is { } cursor)
        {
            var last = Last(cursor);
            sorted = sorted.Where(one => isAscending ? ByStart.Compare(one, last) > 0 : ByStart.Compare(one, last) < 0);
        }

        var size = int.Parse(request.Text("page_size") ?? "30", CultureInfo.InvariantCulture);
        var page = sorted.Take(size + 1).ToList();
        var hasMore = page.Count > size;
        if (hasMore)
            page.RemoveAt(size);
        return new JsonObject
        {
            ["conversations"] = new JsonArray([.. page.Select(one => one.Summary(store.Agents[one.AgentId].Name))]),
            ["next_cursor"] = hasMore ? CursorOf(page[^1]) : null,
            ["has_more"] = hasMore,
        };
    }

    private JsonObject Delete(string id)
    {
        if (!semantics.MayDeleteConversations)
            throw PlatformError.MissingPermission("convai_write");
        store.Conversations.Remove(Of(id).Id);
        return [];
    }

    private Comparer<FakeConversation> ByStart { get; } = Comparer<FakeConversation>.Create((one, other) =>
    {
        var (first, second) = (semantics.PlaceOf(one.Id, one.Start), semantics.PlaceOf(other.Id, other.Start));
        return first != second ? first.CompareTo(second) : string.CompareOrdinal(one.Id, other.Id);
    });

    private FakeConversation Of(string id)
    {
        CheckPermission();
        if (!store.Conversations.TryGetValue(id, out var found))
            throw PlatformError.NotFound("conversation");
        return found.IsHidden ? throw PlatformError.Said(403, "conversation_hidden", "This conversation is hidden") : found;
    }

    private IEnumerable<FakeConversation> Recent()
        => from agent in store.Agents.Values
           from call in agent.Conversations.Index()
           select new FakeConversation(
               FormattableString.Invariant($"conv_{agent.Id}_{call.Index}"), agent.Id, 1_700_000_000 + call.Index)
           {
               Source = call.Item.Source,
               Direction = call.Item.Direction,
           };

    private void CheckPermission()
    {
        if (!semantics.MayReadConversations)
            throw PlatformError.MissingPermission("convai_read");
    }

    private static long? Number(PlatformRequest request, string name)
        => request.Text(name) is not { } text ? null
            : long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
            : throw PlatformError.Invalid($"query.{name}", "Input should be a valid integer", "int_parsing");

    private static string CursorOf(FakeConversation last)
        => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{last.Start} {last.Id}")));

    private static FakeConversation Last(string cursor)
    {
        var parts = Encoding.UTF8.GetString(Convert.FromHexString(cursor)).Split(' ', 2);
        return new FakeConversation(parts[1], "", long.Parse(parts[0], CultureInfo.InvariantCulture));
    }
}
