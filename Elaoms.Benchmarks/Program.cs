using System.CommandLine;
using Elaoms.Benchmarks.Engine;
using Elaoms.Benchmarks.Import;
using Elaoms.Benchmarks.Listing;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Locomo;
using Elaoms.Benchmarks.Records;
using Elaoms.Benchmarks.Serving;
using Elaoms.Benchmarks.SharedLines;
using Elaoms.Benchmarks.Start;
using Elaoms.Benchmarks.Sweep;
using Elaoms.Cli.Commands;

var root = new RootCommand("""
    Measures ELAOMS: load on its webhooks, callers who call very often, what OpenMemory costs, how well searches find, what is learned,
    what a sweep, an import and the list of calls cost, when lines count as shared, and how long it takes to start.
    """)
{
    LoadCommand.Create(), RecordCommand.Create(), LargeCallersCommand.Create(), PaceCommand.Create(), ScaleCommand.Create(),
    EngineCommand.Create(), LocomoCommand.Create(), StartCommand.Create(),
    WorkerStartCommand.Create(), ServerCommand.Create(), SweepCostCommand.Create(), SharedLinesCommand.Create(), EvaluateCommand.Create(),
    CallListCommand.Create(), ImportCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
