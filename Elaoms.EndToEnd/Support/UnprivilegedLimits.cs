using System.Runtime.InteropServices;

namespace Elaoms.EndToEnd;

/// <summary>
/// Makes the disk full for one process without any right: the system refuses each byte that it writes to a file, as it does on a full disk.
/// </summary>
internal static class UnprivilegedLimits
{
    private const int FileSize = 1;

    /// <summary>What has to run before a program in its place: else the system ends it where it would refuse a byte.</summary>
    public const string IgnoreRefusals = "trap '' XFSZ; exec \"$@\"";

    /// <summary>Refuses all further bytes of a process, or takes that back.</summary>
    public static void SetDiskFull(int processId, bool isFull)
    {
        var limit = new Limit { Soft = isFull ? 0 : ulong.MaxValue, Hard = ulong.MaxValue };
        if (SetLimit(processId, FileSize, in limit, 0) != 0)
            throw new InvalidOperationException($"prlimit: {Marshal.GetLastPInvokeErrorMessage()}");
    }

#pragma warning disable SYSLIB1054 // What it would generate is unsafe code, which these tests do without.
    [DllImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int processId, int resource, in Limit limit, nint former);
#pragma warning restore SYSLIB1054

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
