using System.Text.Json;
using Elaoms.Core.Settings;
using Elaoms.Tests.Jobs;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Jobs;

/// <summary>An operator who has callers exported and erased.</summary>
internal sealed class JobClient(WebhookCaller server)
{
    private const string Key = "operator-0123456789abcdef0123456789";

    /// <summary>Lets the operator in.</summary>
    public static void Admit(ServerSettings settings) => settings.Values[SettingNames.OperatorKeys] = $"anna:operator={Key}";

    /// <summary>Starts a job.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> StartAsync(string caller, string what)
    {
        using var nothing = new ByteArrayContent([]);
        var answer = await server.SendAsync(
            HttpMethod.Post, $"/api/v1/callers/{caller}/{what}", nothing, "Authorization", $"Bearer {Key}");
        Assert.Equal(202, answer.Status);
        return answer.Json.GetProperty("id").GetString()!;
    }

    public Task<Answer> GetAsync(string path)
        => server.SendAsync(HttpMethod.Get, $"/api/v1/jobs/{path}", content: null, "Authorization", $"Bearer {Key}");

    public async Task<JsonElement> ReadAsync(string id) => (await GetAsync(id)).IsOk().Json;

    /// <summary>Waits for the end of a job.</summary>
    public async Task<JsonElement> EndAsync(string id)
    {
        await Eventually.IsTrueAsync(
            async () => (await ReadAsync(id)).GetProperty("state").GetString() is "done" or "failed", "the job ends");
        var job = await ReadAsync(id);
        Assert.True(job.GetProperty("state").GetString() == "done", job.GetRawText());
        return job;
    }

    /// <summary>Downloads the file of an export.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> DownloadAsync(JsonElement job)
    {
        var file = Assert.Single(job.GetProperty("files").EnumerateArray());
        var answer = (await GetAsync($"{job.GetProperty("id").GetString()}/files/{file.GetProperty("name").GetString()}")).IsOk();
        using var zip = new MemoryStream(answer.Body);
        return ZipFiles.Read(zip);
    }
}
