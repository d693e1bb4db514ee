using System.CommandLine;
using Elaoms.FakePlatform;
using Elaoms.FakePlatform.Store;

var urls = new Option<string>("--urls")
{
    Description = "Where it listens.",
    DefaultValueFactory = _ => "http://127.0.0.1:9000",
};
var command = new RootCommand("Plays ElevenLabs' API with one agent, to try elaoms connect without an account. Nothing is kept.") { urls };
command.SetAction(async (arguments, cancellationToken) =>
{
    await using var platform = await PlayedPlatform.StartAsync(new Uri(arguments.GetRequiredValue(urls)));
    var agent = platform.Store.AddAgent("Reception");
    agent.Numbers.Add(new FakeNumber("phnum_1", "+12025550100"));
    Console.WriteLine($"""
        A played ElevenLabs listens on {platform.Address}
        export ELEVENLABS_API_URL={platform.Address.GetLeftPart(UriPartial.Authority)}
        export ELEVENLABS_API_KEY={platform.Key}
        export AGENT={agent.Id}

        To call the agent:
        curl {platform.Address}fake/calls --data '{"{"}"caller_id": "+12025550123", "turns": ["Hi, this is Maria."]{"}"}'
        """);
    await platform.WaitAsync(cancellationToken);
});
return await command.Parse(args).InvokeAsync();
