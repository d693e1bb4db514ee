using System.Text;
using System.Text.Json;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Jobs;

namespace Elaoms.Core.Storage.Queue;

/// <summary>
/// Names a job that is to be done. It has a form of its own, which a program that knows calls alone leaves to a newer one.
/// </summary>
/// <param name="Job">The job's id.</param>
public sealed record JobMessage(string Job) : IQueueMessage
{
    /// <summary>The form this code writes.</summary>
    public const int CurrentVersion = CallMessage.CurrentVersion + 1;

    /// <inheritdoc />
    public string Encode() => Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"v":{{CurrentVersion}},"job":"{{Job}}"}"""));

    /// <summary>Reads a stored message; null when it is none of a job.</summary>
    public static JobMessage? Decode(string text)
    {
        using var document = TolerantJson.ParseObject(CallMessage.BytesOf(text));
        return document?.RootElement is { } root
            && root.Property("v") is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt32(out var version) && version == CurrentVersion
            && root.Property("job") is { ValueKind: JsonValueKind.String } job && CallerJob.IsId(job.GetString())
            ? new JobMessage(job.GetString()!)
            : null;
    }
}
