using System.Diagnostics;
using System.Reflection;

namespace Elaoms.EndToEnd.Crashes;

/// <summary>A port of the storage under which the process kills itself at one of its methods.</summary>
public class DeadlyPort<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;
    private string _method = "";
    private bool _after;

    /// <summary>Makes this a port.</summary>
    /// <param name="inner">The port behind it.</param>
    /// <param name="method">The method that is deadly.</param>
    /// <param name="after">Whether the method is done first.</param>
    public void PutBefore(T inner, string method, bool after) => (_inner, _method, _after) = (inner, method, after);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var deadly = targetMethod!.Name == _method;
        if (deadly && !_after)
            Die();
        var result = targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
        if (!deadly)
            return result;
        return result is ValueTask<string?> write
            ? new ValueTask<string?>(DieAfterAsync(write.AsTask()))
            : new ValueTask(DieAfterAsync(((ValueTask)result!).AsTask()));
    }

    private static async Task DieAfterAsync(Task task)
    {
        await task;
        Die();
    }

    // A write that lost a race has changed nothing.
    private static async Task<string?> DieAfterAsync(Task<string?> task)
    {
        if (await task is not null)
            Die();
        return null;
    }

    // SIGKILL, as `kill -9` sends it: nothing more of this process happens.
    private static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        SpinWait.SpinUntil(static () => false);
    }
}
