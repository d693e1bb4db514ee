using Elaoms.Cli;
using Elaoms.Cli.Configuration;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.Cli.Configuration;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData(null, "http://localhost:8000/")]
    [InlineData("", "http://localhost:8000/")]
    [InlineData("http://+:9000", "http://localhost:9000/")]
    [InlineData("http://*:9000", "http://localhost:9000/")]
    [InlineData("http://0.0.0.0:9000", "http://localhost:9000/")]
    [InlineData("http://[::]:9000", "http://localhost:9000/")]
    [InlineData("http://[::1]:9000", "http://[::1]:9000/")]
    [InlineData("http://10.0.0.5", "http://10.0.0.5/")]
    [InlineData("https://+:8443; http://+:9000", "http://localhost:9000/")]
    [InlineData("https://memory.example.com", "https://memory.example.com/")]
    public void Address_is_where_a_client_on_this_machine_finds_the_server(string? urls, string expected)
        => Assert.Equal(expected, ServerAddress.Of(Values(urls)).AbsoluteUri);

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://unix:/run/elaoms.sock")]
    [InlineData("localhost:9000")]
    public void Address_that_cant_be_asked_must_be_given(string urls)
        => Assert.Contains("--url", Assert.Throws<CliException>(() => ServerAddress.Of(Values(urls))).Message, StringComparison.Ordinal);

    private static IConfiguration Values(string? urls)
        => new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = urls }).Build();
}
