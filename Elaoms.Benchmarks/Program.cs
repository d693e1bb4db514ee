using System.CommandLine;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Serving;
using Elaoms.Benchmarks.Start;

var root = new RootCommand("Measures ELAOMS: load on its webhooks, and how long it takes to start.")
{
    LoadCommand.Create(), StartCommand.Create(), ServerCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
