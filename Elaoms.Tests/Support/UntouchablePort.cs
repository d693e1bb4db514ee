using System.Reflection;

namespace Elaoms.Tests;

/// <summary>A port of the storage that must not be used.</summary>
public class UntouchablePort : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        => throw new IOException($"{targetMethod!.Name} was called.");
}
