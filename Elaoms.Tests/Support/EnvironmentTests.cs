using Xunit;

namespace Elaoms.Tests;

/// <summary>Tests that change the environment of the process, and so run alone.</summary>
[CollectionDefinition("environment", DisableParallelization = true)]
public sealed class EnvironmentTests;
