using Elaoms.Cli.Configuration;
using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.Cli.Configuration;

public sealed class DevelopmentKeysTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keys_that_are_not_there_are_null_until_they_are_made()
    {
        Assert.Null(DevelopmentKeys.Find(_folder["data"]));

        var made = DevelopmentKeys.FindOrMake(_folder["data"]);
        var kept = DevelopmentKeys.FindOrMake(_folder["data"]);

        Assert.True(made.IsNew);
        Assert.False(kept.IsNew);
        Assert.Equal(_folder[Path.Combine("data", "development-keys.env")], made.Path);
        Assert.Equivalent(made.Values, kept.Values, strict: true);
        Assert.Equivalent(made.Values, DevelopmentKeys.Find(_folder["data"])!.Values, strict: true);
    }

    [Fact]
    public void Keys_made_are_all_that_the_settings_need()
    {
        var made = DevelopmentKeys.FindOrMake(_folder.Path).Values;

        Assert.Empty(new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(made).Build()).Read([]).Faults);
        Assert.StartsWith("wsec_", made["ELEVENLABS_POST_CALL_KEY"], StringComparison.Ordinal);
        Assert.Equal(made.Count, made.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.NotEqual(made["CALLER_HASH_KEY"], DevelopmentKeys.FindOrMake(_folder["other"]).Values["CALLER_HASH_KEY"]);
    }

    [Fact]
    public void Keys_of_before_stay_and_get_an_operator_key()
    {
        var made = DevelopmentKeys.FindOrMake(_folder.Path);
        var before = File.ReadAllLines(made.Path).Where(line => !line.StartsWith("OPERATOR_KEYS", StringComparison.Ordinal)).ToList();
        File.WriteAllLines(made.Path, before);

        var added = DevelopmentKeys.FindOrMake(_folder.Path);

        Assert.True(added.IsNew);
        Assert.Matches("^me:operator=[0-9a-f]{64}$", added.Values["OPERATOR_KEYS"]);
        Assert.Equal(made.Values["CALLER_HASH_KEY"], added.Values["CALLER_HASH_KEY"]);
        Assert.Equivalent(added.Values, DevelopmentKeys.FindOrMake(_folder.Path).Values, strict: true);
        UnixMode.AssertIs(UnixMode.OwnerFile, added.Path);
    }

    [Fact]
    public void Keys_file_is_its_owners_alone()
        => UnixMode.AssertIs(UnixMode.OwnerFile, DevelopmentKeys.FindOrMake(_folder.Path).Path);
}
