using System.Reflection;

namespace Elaoms.Tests;

/// <summary>A port of the storage of which some methods must not be called.</summary>
public class UntouchablePort<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;
    private Predicate<string> _mayBeCalled = _ => false;

    /// <summary>Makes one.</summary>
    /// <param name="inner">The port behind it.</param>
    /// <param name="mayBeCalled">Which methods may be called, by their name.</param>
    public static T Before(T inner, Predicate<string> mayBeCalled)
    {
        var port = Create<T, UntouchablePort<T>>();
        ((UntouchablePort<T>)(object)port)._inner = inner;
        ((UntouchablePort<T>)(object)port)._mayBeCalled = mayBeCalled;
        return port;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        => _mayBeCalled(targetMethod!.Name)
            ? targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null)
            : throw new IOException($"{targetMethod.Name} was called.");
}
