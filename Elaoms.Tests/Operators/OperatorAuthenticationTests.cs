using Elaoms.Core.Operators;
using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.Tests.Operators;

public sealed class OperatorAuthenticationTests
{
    private const int Forgeries = 100_000;
    private const string Anna = "0123456789abcdef0123456789abcdef";
    private const string Bob = "fedcba9876543210fedcba9876543210zz";

    private readonly OperatorAuthentication _keys = new(TestSettings.In("unused") with
    {
        OperatorKeys = [new OperatorKey("anna", OperatorRole.Operator, Anna), new OperatorKey("bob", OperatorRole.Reader, Bob)],
    });

    [Fact]
    public void Key_tells_who_it_is()
    {
        Assert.Equal(new SignedInOperator("anna", OperatorRole.Operator), _keys.Find(Anna));
        Assert.Equal(new SignedInOperator("bob", OperatorRole.Reader), _keys.Find(Bob));
        Assert.True(_keys.IsOn);
        Assert.False(new OperatorAuthentication(TestSettings.In("unused")).IsOn);
    }

    [Fact]
    public void Forged_and_shortened_keys_tell_nobody()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var forgery = 0; forgery < Forgeries; forgery++)
        {
            var key = Forge(random, random.Next(2) == 0 ? Anna : Bob);
            Assert.True(key is Anna or Bob || _keys.Find(key) is null, $"Seed {seed}: {key} got in.");
        }

        Assert.Null(_keys.Find(""));
        Assert.Null(_keys.Find($"{Anna},{Bob}"));
        Assert.Null(_keys.Find(new string('a', 1 << 20)));
    }

    private static string Forge(Random random, string key) => random.Next(5) switch
    {
        0 => key[..random.Next(key.Length)],
        1 => key[random.Next(1, key.Length)..],
        2 => key + (char)random.Next(' ', 127),
        3 => key.Remove(random.Next(key.Length), 1),
        _ => Changed(random, key),
    };

    private static string Changed(Random random, string key)
    {
        var at = random.Next(key.Length);
        return key[..at] + (char)random.Next(' ', 0x2000) + key[(at + 1)..];
    }
}
