using System.Reflection;

namespace Elaoms.Tests.Erasure;

/// <summary>
/// A port of the storage that is told of each change before it happens, and may end it there by an exception, as a killed process ends it.
/// </summary>
public class CutShortPort<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;
    private Action _beforeChange = null!;

    /// <summary>Makes this a port.</summary>
    /// <param name="inner">The port behind it.</param>
    /// <param name="beforeChange">Called before each change.</param>
    public void PutBefore(T inner, Action beforeChange) => (_inner, _beforeChange) = (inner, beforeChange);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (!targetMethod!.Name.StartsWith("Read", StringComparison.Ordinal)
            && !targetMethod.Name.StartsWith("List", StringComparison.Ordinal))
            _beforeChange();
        return targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }
}
