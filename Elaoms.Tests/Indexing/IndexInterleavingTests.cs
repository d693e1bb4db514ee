using System.Collections.Concurrent;
using Elaoms.Core.Calls;
using Elaoms.Core.Search;
using Elaoms.Tests.Storage;
using FsCheck.Fluent;
using Xunit;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Tests.Indexing;

/// <summary>
/// Several processes that learn calls, tell the engine, and erase callers, with every step at the storage and the engine in any order: what
/// was learned last is told in the end, and nobody is told of twice at a time.
/// </summary>
public sealed class IndexInterleavingTests() : StorageTests(StorageKind.Embedded)
{
    private const int Callers = 2;
    private const int Actors = 3;

    /// <summary>What an actor does to a caller.</summary>
    private enum Act
    {
        Learn,
        Index,
        Erase,
        FailToErase,
    }

    [Fact]
    public void Caller_who_was_learned_of_is_told_in_the_end_whatever_falls_between() => Check(
        from choices in Gen.ArrayOf(Gen.Choose(0, 719), 60)
        from acts in Gen.ArrayOf(Gen.ArrayOf(
            from act in Gen.Elements(
                Act.Learn, Act.Learn, Act.Learn, Act.Index, Act.Index, Act.Index, Act.Index, Act.Erase, Act.FailToErase)
            from caller in Gen.Choose(0, Callers - 1)
            from result in Gen.Elements<IndexResult?>(IndexResult.Complete, IndexResult.Complete, IndexResult.Incomplete, null)
            select new Step(act, new CallerKey($"{caller:x64}"), result), 4), Actors)
        select (choices, acts),
        async plan => await new Run(Stores, plan.choices).PlayAsync(plan.acts));

    private sealed record Step(Act Act, CallerKey Caller, IndexResult? Result);

    private sealed class Run(Stores stores, int[] choices)
    {
        private readonly Interleaving _interleaving = new(choices);
        private readonly ConcurrentDictionary<CallerKey, int> _learned = new();
        private readonly ConcurrentDictionary<CallerKey, int> _told = new();
        private readonly ConcurrentDictionary<CallerKey, IndexResult?> _next = new();
        private readonly ScriptedEngine _engine = new();
        private readonly ImpatientClock _clock = new();

        public async Task PlayAsync(Step[][] acts)
        {
            _engine.OnIndex = IndexAsync;
            await _interleaving.RunAsync(acts.Select(steps => (Func<Task>)(() => PlayAsync(steps))));

            var last = Process();
            _next.Clear();
            for (var hour = 0; await last.Tasks.CountAsync() > 0; hour++)
            {
                Assert.True(hour < 3, "The tasks are never done.");
                _clock.Advance(TimeSpan.FromHours(1));
                await last.IndexDueAsync();
            }

            Assert.All(_learned, learned => Assert.Equal(learned.Value, _told.GetValueOrDefault(learned.Key)));
            Assert.Equal(0, _engine.Overlaps);
        }

        private IndexProcess Process()
            => new(stores, _engine, _clock, new InterruptedDocuments<IndexTask>(stores.Tasks, _interleaving.PassAsync));

        private async Task PlayAsync(Step[] steps)
        {
            var process = Process();
            foreach (var step in steps)
            {
                await _interleaving.PassAsync();
                switch (step.Act)
                {
                    case Act.Learn:
                        _learned.AddOrUpdate(step.Caller, 1, (_, version) => version + 1);
                        await _interleaving.PassAsync();
                        await process.AddAsync(step.Caller);
                        break;
                    case Act.Index:
                        _next[step.Caller] = step.Result;
                        await process.IndexAsync(step.Caller);
                        break;
                    default:
                        await EraseAsync(process, step);
                        break;
                }
            }
        }

        private async Task EraseAsync(IndexProcess process, Step step)
        {
            var held = await process.Index.HoldAsync(step.Caller, CancellationToken.None);
            await _engine.AloneAsync(step.Caller, async () =>
            {
                await _interleaving.PassAsync();
                // What was learned until now is gone, and with it what there was to tell.
                if (step.Act == Act.Erase)
                    _told[step.Caller] = _learned.GetValueOrDefault(step.Caller);
                await _interleaving.PassAsync();
                return true;
            });
            if (step.Act == Act.Erase)
                await process.Index.LetGoAsync(held, CancellationToken.None);
            else
                await process.Index.PutBackAsync(held, CancellationToken.None);
        }

        private async Task<IndexResult> IndexAsync(CallerKey caller, CancellationToken cancellationToken)
        {
            var version = _learned.GetValueOrDefault(caller);
            var result = _next.GetValueOrDefault(caller, IndexResult.Complete);
            await _interleaving.PassAsync();
            if (result is null)
                throw new EngineException("no") { ConcernsAll = false };
            if (result == IndexResult.Complete)
                _told[caller] = version;
            await _interleaving.PassAsync();
            return result.Value;
        }
    }

    /// <summary>Stands until it is moved, and lets nobody wait.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        private DateTimeOffset _now = FixedClock.Start;

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.UtcTicks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
