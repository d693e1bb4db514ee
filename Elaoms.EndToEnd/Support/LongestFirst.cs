using Xunit.Abstractions;

[assembly: Xunit.TestCollectionOrderer("Elaoms.EndToEnd.LongestFirst", "Elaoms.EndToEnd")]

namespace Elaoms.EndToEnd;

/// <summary>Starts the classes that take long before all others: at the end of a run they would run alone, beside idle cores.</summary>
public sealed class LongestFirst : Xunit.ITestCollectionOrderer
{
    /// <inheritdoc />
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections)
        => testCollections.OrderByDescending(IsLong).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    // The collection of a class is named for it.
    private static bool IsLong(ITestCollection collection)
        => typeof(LongestFirst).Assembly.GetType(collection.DisplayName.Split(' ')[^1])?.IsDefined(
            typeof(LongRunningAttribute), inherit: true) == true;
}

/// <summary>Marks a class whose tests take more than half a minute together.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class LongRunningAttribute : Attribute;
