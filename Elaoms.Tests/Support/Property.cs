using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Sdk;

namespace Elaoms.Tests;

/// <summary>
/// Checks that something holds for many random values: 80, or as many as <c>ELAOMS_PROPERTY_COUNT</c> says. A failure names its seed; set
/// <c>ELAOMS_PROPERTY_SEED</c> to see the same values again.
/// </summary>
internal static class Property
{
    private const int DefaultCount = 80;

    private static int Count
        => int.TryParse(Environment.GetEnvironmentVariable("ELAOMS_PROPERTY_COUNT"), CultureInfo.InvariantCulture, out var count)
            ? count
            : DefaultCount;

    /// <summary>Any value that FsCheck knows how to make, and to make smaller.</summary>
    public static Arbitrary<T> Any<T>() => ArbMap.Default.ArbFor<T>();

    public static void Check<T>(Arbitrary<T> values, Action<T> holds) => Check(Prop.ForAll(values, holds), Count);

    public static void Check<T>(Gen<T> values, Action<T> holds) => Check(values.ToArbitrary(), holds);

    public static void Check<T>(Gen<T> values, Func<T, Task> holds) => Check(Prop.ForAll(values.ToArbitrary(), holds), Count);

    /// <summary>For what is slow: a fraction of the values.</summary>
    public static void CheckSome<T>(Gen<T> values, Func<T, Task> holds)
        => Check(Prop.ForAll(values.ToArbitrary(), holds), Math.Max(1, Count / 5));

    /// <summary>For what talks to another process for each value.</summary>
    public static void CheckFew<T>(Gen<T> values, Func<T, Task> holds)
        => Check(Prop.ForAll(values.ToArbitrary(), holds), Math.Max(1, Count / 20));

    private static void Check(FsCheck.Property property, int count)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("ELAOMS_PROPERTY_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)Random.Shared.NextInt64();
        try
        {
            // The second number of a seed must be odd.
            property.Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(seed, seed | 1));
        }
        catch (Exception fault)
        {
            throw new XunitException(
                $"Does not hold, seen with ELAOMS_PROPERTY_SEED={seed} ELAOMS_PROPERTY_COUNT={Count}. {fault.Message}", fault);
        }
    }
}
