using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;

namespace Elaoms.Tests;

/// <summary>Callers of the tenant that all agents share, where a test has no other.</summary>
internal static class CallerKeysOfTests
{
    public static CallerKey Of(this CallerKeys keys, Caller caller) => keys.Of(caller, Tenants.Default);
}
