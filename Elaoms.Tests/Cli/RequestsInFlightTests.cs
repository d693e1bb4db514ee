using Elaoms.Cli.Serving;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Elaoms.Tests.Cli;

public sealed class RequestsInFlightTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly RequestsInFlight _requests = new(TimeProvider.System);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public void Nobody_waits_without_a_request()
        => Assert.True(_requests.WaitForNoneAsync(Long, CancellationToken.None).IsCompleted);

    [Fact]
    public async Task Wait_ends_when_the_last_request_is_answered()
    {
        var request = _requests.ServeAsync(new DefaultHttpContext(), _ => _answer.Task);
        var wait = _requests.WaitForNoneAsync(Long, CancellationToken.None);
        Assert.False(wait.IsCompleted);

        _answer.SetResult();

        await request;
        await wait;
    }

    [Fact]
    public async Task Request_that_fails_is_over_too()
    {
        await Assert.ThrowsAsync<IOException>(
            () => _requests.ServeAsync(new DefaultHttpContext(), _ => throw new IOException("gone")));

        Assert.True(_requests.WaitForNoneAsync(Long, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Wait_ends_in_time_while_there_always_is_a_request()
    {
        var request = _requests.ServeAsync(new DefaultHttpContext(), _ => _answer.Task);

        await _requests.WaitForNoneAsync(TimeSpan.FromMilliseconds(5), CancellationToken.None);

        _answer.SetResult();
        await request;
    }

    [Fact]
    public async Task Wait_ends_when_nobody_waits_any_more()
    {
        using var stop = new CancellationTokenSource();
        var request = _requests.ServeAsync(new DefaultHttpContext(), _ => _answer.Task);
        var wait = _requests.WaitForNoneAsync(Long, stop.Token);

        await stop.CancelAsync();

        await wait;
        _answer.SetResult();
        await request;
    }
}
