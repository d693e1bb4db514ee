using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Processing.Applying;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Text;

namespace Elaoms.Core.Operators;

/// <summary>
/// Changes a caller's memory. What the request means is settled once, by the record as it is now; from then on it is an input of its own.
/// </summary>
public sealed class ChangeCaller(ApplyChanges apply, StoredChanges changes, CallerRecords records, TimeProvider time)
{
    private const int MaxByLength = 64;

    // Of a date there are some dozens of ways to write it.
    private const int MaxForgotten = 500;

    /// <summary>Changes something. When this returns, no route tells what was changed.</summary>
    /// <param name="caller">The caller, who need not have called yet.</param>
    /// <param name="request">The request.</param>
    public async Task<ChangeResult> ChangeAsync(CallerKey caller, ChangeRequest request, CancellationToken cancellationToken)
    {
        if (FaultOf(request) is { } fault)
            return Invalid(fault);
        var before = await changes.ReadAllAsync(caller, cancellationToken);
        if (before?.Changes.FirstOrDefault(change => change.Id == request.Id) is { } same)
        {
            // It may have been cut short.
            await apply.ApplyAsync(caller, same, cancellationToken);
            return new ChangeResult(ChangeStatus.AlreadyApplied);
        }

        var record = (await records.ReadAsync(caller, cancellationToken))?.Value;
        var (change, refused) = ChangeOf(request, record, changes.ValuesOf(caller));
        if (change is null)
            return refused!;
        // Later than all before it, also where a clock was put back.
        var last = before is { Changes: [.., { At: var at }] } ? at : DateTimeOffset.MinValue;
        var now = time.GetUtcNow();
        return await apply.ApplyAsync(caller, change with { At = now > last ? now : last.AddTicks(1) }, cancellationToken)
            ? new ChangeResult(ChangeStatus.Applied)
            : new ChangeResult(ChangeStatus.TooMany, "The caller has as many changes as may be.");
    }

    private static string? FaultOf(ChangeRequest request)
    {
        if (!CallerChange.IsId(request.Id))
            return $"The id must be 1 to {CallerChange.MaxIdLength} letters, digits, hyphens or underscores.";
        if (request.By is not { Length: > 0 and <= MaxByLength } || request.By.Any(char.IsControl))
            return $"The name of who asks must have 1 to {MaxByLength} characters.";
        if (request.Fact is not null && request.KnownFact is null)
            return "The key of a fact is written in lower-case letters, digits and underscores.";
        return ((string?[])[request.Value, request.Old]).OfType<string>().Any(value => !IsValue(value))
            ? $"A value is one line of 1 to {CallerChange.MaxValueLength} characters."
            : null;
    }

    private static bool IsValue(string value)
        => value.Length <= CallerChange.MaxValueLength && value.Any(char.IsLetterOrDigit) && !value.Any(char.IsControl)
            && !ForgottenMark.IsIn(value);

    private static (CallerChange? Change, ChangeResult? Refused) ChangeOf(
        ChangeRequest request, CallerRecord? record, ForgottenValues values)
    {
        var change = new CallerChange
        {
            Id = request.Id,
            At = default,
            By = request.By,
            Kind = request.Kind,
            Fact = request.Fact,
        };
        return request.Kind switch
        {
            ChangeKind.Correct => Correct(change, request, record, values),
            ChangeKind.Add => Add(change, request),
            ChangeKind.Forget => Forget(change, request, record, values),
            ChangeKind.ConfirmName => Confirm(change, request, record),
            ChangeKind.RejectName => Reject(change, request, record, values),
            ChangeKind.MarkLine => (change with { Line = request.Line }, null),
            ChangeKind.DeleteCall => Delete(change, request, record),
            _ => (change, null),
        };
    }

    private static (CallerChange?, ChangeResult?) Correct(
        CallerChange change, ChangeRequest request, CallerRecord? record, ForgottenValues values)
    {
        if (request is not { Fact: { } fact, Value: { } value })
            return (null, Invalid("A correction names a fact and its value."));
        if (FaultOf(fact, value) is { } fault)
            return (null, Invalid(fault));
        var held = Held(record, fact);
        if (request.Old is null && FactKinds.Of(fact).IsMany && held.Count > 1)
            return (null, Invalid("The fact has several values. Name the one that is wrong."));
        var wrong = request.Old is { } old ? [old] : held;
        return Bounded(change with
        {
            Value = PlainText.OneLine(value),
            Forgets = [.. wrong.SelectMany(one => values.Of(one, fact, value)).Distinct()],
        });
    }

    private static (CallerChange?, ChangeResult?) Add(CallerChange change, ChangeRequest request)
    {
        if (request is not { Fact: { } fact, Value: { } value })
            return (null, Invalid("An added fact has a key and a value."));
        return FaultOf(fact, value) is { } fault ? (null, Invalid(fault)) : (change with { Value = PlainText.OneLine(value) }, null);
    }

    private static (CallerChange?, ChangeResult?) Forget(
        CallerChange change, ChangeRequest request, CallerRecord? record, ForgottenValues values)
    {
        if ((request.Old ?? request.Value) is { } value)
        {
            var kinds = request.Fact is { } fact ? [fact] : KeysOf(record, value).Prepend(null);
            var forgets = kinds.SelectMany(kind => values.Of(value, kind)).Distinct().ToList();
            return forgets.Count > 0
                ? Bounded(change with { Forgets = forgets })
                : (null, Invalid("A single letter can't be forgotten: it stands everywhere."));
        }

        if (request.Fact is not { } named)
            return (null, Invalid("Name a value or a fact."));
        var key = FactKinds.Of(named).Key;
        var all = (record?.Facts ?? []).Where(one => FactKinds.Of(one.Key).Key == key && one.Value.Length > 0)
            .Select(one => one.Value).Distinct(StringComparer.Ordinal).ToList();
        return all.Count == 0
            ? (null, new ChangeResult(ChangeStatus.NotFound, "Nothing is known of that fact."))
            : Bounded(change with { Forgets = [.. all.SelectMany(one => values.Of(one, named)).Distinct()] });
    }

    private static (CallerChange?, ChangeResult?) Confirm(CallerChange change, ChangeRequest request, CallerRecord? record)
    {
        if ((request.Value ?? request.Old ?? NameOf(record)) is not { } name)
            return (null, new ChangeResult(ChangeStatus.NotFound, "No name is known."));
        return CallerName.IsName(name)
            ? (change with { Fact = FactKinds.Name.Key, Value = PlainText.OneLine(name) }, null)
            : (null, Invalid("That is no name to address somebody by."));
    }

    private static (CallerChange?, ChangeResult?) Reject(
        CallerChange change, ChangeRequest request, CallerRecord? record, ForgottenValues values)
    {
        if ((request.Old ?? request.Value ?? NameOf(record)) is not { } name)
            return (null, new ChangeResult(ChangeStatus.NotFound, "No name is known."));
        var scope = FactKinds.Name.Key;
        return Bounded(change with { Fact = scope, Forgets = [.. values.Of(name, scope).Select(one => one with { Fact = scope })] });
    }

    private static (CallerChange?, ChangeResult?) Delete(CallerChange change, ChangeRequest request, CallerRecord? record)
        => record?.Calls.FirstOrDefault(call => call.ConversationId == request.ConversationId) is { } call
            && PayloadName.Parse(call.Payload) is { } payload
            ? (change with { Conversation = payload.ConversationHash }, null)
            : (null, new ChangeResult(ChangeStatus.NotFound, "The record has no such call."));

    private static (CallerChange?, ChangeResult?) Bounded(CallerChange change) => change.Forgets.Count <= MaxForgotten
        ? (change, null)
        : (null, Invalid("These are too many values at once. Name one of them."));

    private static string? FaultOf(string fact, string value)
        => ForgottenValues.ScopeOf(fact) == FactKinds.Name.Key && !CallerName.IsName(value)
            ? "That is no name to address somebody by."
            : null;

    // What is known under the key, whoever says so.
    private static List<string> Held(CallerRecord? record, string fact)
        => [.. (record?.Known().Held ?? []).Where(held => FactKinds.Of(held.Key).Key == FactKinds.Of(fact).Key)
            .Select(held => held.Value).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string?> KeysOf(CallerRecord? record, string value)
    {
        var wanted = FactWords.BuiltIn.Of(FactForm.Word, value);
        return (record?.Facts ?? []).Where(fact => FactWords.BuiltIn.Of(FactForm.Word, fact.Value) == wanted)
            .Select(fact => fact.Key).Distinct(StringComparer.Ordinal);
    }

    private static string? NameOf(CallerRecord? record) => record is null ? null : CallerName.Of(record.Known())?.Name;

    private static ChangeResult Invalid(string reason) => new(ChangeStatus.Invalid, reason);
}
