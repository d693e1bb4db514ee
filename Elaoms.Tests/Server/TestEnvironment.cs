using System.Globalization;
using System.Security.Cryptography;

namespace Elaoms.Tests.Server;

/// <summary>What a run of the tests may be told from outside.</summary>
public static class TestEnvironment
{
    /// <summary>A count that a longer run may raise.</summary>
    public static int Count(string name, int usual)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : usual;

    /// <summary>A seed: that of <c>ELAOMS_SEED</c> to repeat a run, else a new one. Print it.</summary>
    public static int Seed() => Count("ELAOMS_SEED", RandomNumberGenerator.GetInt32(int.MaxValue));
}
