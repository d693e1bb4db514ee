using Elaoms.Core.Changes;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Changes;

/// <summary>
/// Calls and changes in any order of arrival, some of them twice, learned again by newer rules meanwhile: the record is the one that the
/// same inputs give in the order of their times.
/// </summary>
public abstract class ChangesInAnyOrderTests(StorageKind kind) : StorageTests(kind)
{
    private const int Hours = 8;

    private static readonly string[] Values =
        ["Oslo", "Bergen", "Anna Smith", "Anna", "Tom", "sam@example.com", "+12025550188", "1990-05-03"];

    private static readonly string[] Said =
    [
        "I live in Oslo.", "I live in Bergen.", "I moved from Oslo to Bergen.", "My name is Anna Smith.", "Anna here.", "My name is Tom.",
        "My e-mail is sam@example.com.", "It is sam at example dot com.", "My number is 202 555 0188.", "I was born on May 3rd, 1990.",
        "I still need the forms sent to sam@example.com.", "I am allergic to nuts.",
    ];

    private static int _numbers;

    private LearningBench Learning { get; set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Learning = new LearningBench(Stores);
    }

    public override async Task DisposeAsync()
    {
        Learning.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public void Record_does_not_depend_on_the_order_of_arrival() => Check(Gen.ListOf(AnyInput(), Hours), async inputs =>
    {
        var (arriving, ordered) = (NewBench(), NewBench());
        var all = inputs.Select((input, hour) => input with { Hour = hour }).ToList();

        var accepted = await ArriveAsync(arriving, all.OrderBy(input => input.Arrival).ToList());
        await ArriveAsync(ordered, all.Where(input => !input.IsCall || accepted.Contains(input.Hour)).ToList());

        Assert.Equal(await ordered.TextAsync(), await arriving.TextAsync());
        await IsForgottenAsync(arriving, all);
        await MakeOlderAsync(arriving);
        await Stores.Get<RelearnCalls>().RunAsync(
            new RelearnRequest(Callers: [arriving.Key]), new Progress<RelearnProgress>(), CancellationToken.None);
        Assert.Equal(await ordered.TextAsync(), await arriving.TextAsync());
    });

    // Returns the hours of the calls that were taken in: what comes while the caller is opted out is no input.
    private static async Task<HashSet<int>> ArriveAsync(ChangesBench bench, IReadOnlyList<Input> inputs)
    {
        var (accepted, changes) = (new HashSet<int>(), new List<Input>());
        foreach (var input in inputs)
        {
            if (!input.IsCall)
            {
                await ChangeAsync(bench, input);
                changes.Add(input);
                continue;
            }

            var isOut = changes.Where(change => change.Kind is ChangeKind.OptOut or ChangeKind.OptIn).MaxBy(change => change.Hour)?.Kind
                == ChangeKind.OptOut;
            await bench.LearnAsync(input.Hour, input.Texts);
            if (input.IsRepeated)
                await bench.LearnAgainAsync(input.Hour, input.Texts);
            if (!isOut)
                accepted.Add(input.Hour);
        }

        return accepted;
    }

    private static Task<bool> ChangeAsync(ChangesBench bench, Input input) => input.Kind switch
    {
        ChangeKind.Forget => bench.ForgetAsync(input.Hour, Values[input.Value], input.IsRepeated ? FactOf(input.Value) : null),
        ChangeKind.Correct => bench.ChangeAsync(
            input.Hour, input.Kind, FactOf(input.Value), Values[input.Other], old: Values[input.Value]),
        ChangeKind.Add => bench.ChangeAsync(input.Hour, input.Kind, FactOf(input.Value), Values[input.Value]),
        ChangeKind.ConfirmName => bench.ChangeAsync(input.Hour, input.Kind, "name", "Anna"),
        ChangeKind.RejectName => bench.ChangeAsync(input.Hour, input.Kind, "name", old: "Tom"),
        _ => bench.ChangeAsync(input.Hour, input.Kind),
    };

    private static string FactOf(int value) => value switch
    {
        0 or 1 => "home",
        2 or 3 or 4 => "name",
        5 => "email",
        6 => "phone",
        _ => "birthday",
    };

    private static async Task IsForgottenAsync(ChangesBench bench, List<Input> inputs)
    {
        if (await bench.ReadAsync() is not { } record)
            return;
        foreach (var forget in inputs.Where(input => input.Kind == ChangeKind.Forget && !input.IsCall))
        {
            var (value, at) = (Values[forget.Value], ChangesBench.At(forget.Hour));
            string[] texts =
            [
                .. record.Memories.Where(memory => memory.Time <= at).Select(memory => memory.Text),
                .. record.Facts.Where(fact => fact.ValidFrom < at).SelectMany(fact => (string?[])[fact.Value, fact.Source.Quote])
                    .OfType<string>(),
            ];
            Assert.DoesNotContain(texts, text => text.Split(' ', '.', ',').Contains(value, StringComparer.Ordinal));
            if (value.Contains(' ', StringComparison.Ordinal))
                Assert.DoesNotContain(texts, text => text.Contains(value, StringComparison.Ordinal));
        }
    }

    // As if older rules had learned the calls.
    private async Task MakeOlderAsync(ChangesBench bench)
    {
        if (await Stores.Callers.ReadAsync(bench.Key, CancellationToken.None) is not { } stored)
            return;
        var older = stored.Value with
        {
            Calls = [.. stored.Value.Calls.Select(call => call with { PayloadVersion = call.PayloadVersion with { Rules = 0 } })],
        };
        Assert.NotNull(await Stores.Callers.TryWriteAsync(bench.Key, older, stored.ETag, CancellationToken.None));
        foreach (var call in stored.Value.Calls)
        {
            var name = PayloadName.Parse(call.Payload)!.ConversationHash;
            var claim = (await Stores.Claims.ReadAsync(name, CancellationToken.None))!;
            await Stores.Claims.TryWriteAsync(
                name,
                claim.Value with { PayloadVersion = claim.Value.PayloadVersion with { Rules = 0 } },
                claim.ETag,
                CancellationToken.None);
        }
    }

    private ChangesBench NewBench() => new(Stores, Learning, $"+1202{Interlocked.Increment(ref _numbers):0000000}");

    private static Gen<Input> AnyInput() =>
        from isCall in Gen.Frequency((3, Gen.Constant(true)), (2, Gen.Constant(false)))
        from kind in Gen.Frequency(
            (4, Gen.Constant(ChangeKind.Forget)), (3, Gen.Constant(ChangeKind.Correct)), (2, Gen.Constant(ChangeKind.Add)),
            (1, Gen.Constant(ChangeKind.ConfirmName)), (1, Gen.Constant(ChangeKind.RejectName)), (1, Gen.Constant(ChangeKind.OptOut)),
            (1, Gen.Constant(ChangeKind.OptIn)))
        from texts in Gen.ArrayOf(Gen.Elements(Said), 3)
        from value in Gen.Choose(0, Values.Length - 1)
        from other in Gen.Choose(0, Values.Length - 1)
        from delay in Gen.Choose(0, 10)
        from isRepeated in Gen.Elements(true, false)
        select new Input(isCall, kind, texts, value, other, delay, isRepeated);

    public sealed class OnFiles() : ChangesInAnyOrderTests(StorageKind.Embedded);

    private sealed record Input(bool IsCall, ChangeKind Kind, string[] Texts, int Value, int Other, int Delay, bool IsRepeated)
    {
        public int Hour { get; init; }

        // Calls come after they happened. That a caller opts out counts when it is made; any other change may come before or after.
        public double Arrival => IsCall ? Hour + Delay + 0.5
            : Kind is ChangeKind.OptOut or ChangeKind.OptIn ? Hour
            : Hour + (Delay - 5) + 0.25;
    }
}
