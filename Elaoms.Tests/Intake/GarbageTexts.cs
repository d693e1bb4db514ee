using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Elaoms.Tests.Intake;

/// <summary>What may lie in a queue that others write into.</summary>
internal static class GarbageTexts
{
    private static readonly string[] Fixed =
    [
        "", " ", "\0", "\u0001\u001b[31m\r\n", "\uD800", "\uDC00\uD800", "a\uDFFFb", "\uFEFF{}", "null", "[]", "{}", "{\"v\":1}",
        "{\"v\":1,\"v\":{}}", "====", "AAAA", "e30=", "+12025550123",
    ];

    private static readonly Gen<string> Texts = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    private static readonly Gen<string> Bytes = ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => Convert.ToBase64String(bytes ?? []));

    // Any code unit, so also halves of surrogate pairs.
    private static readonly Gen<string> CodeUnits =
        Gen.Choose(0, char.MaxValue).Select(unit => (char)unit).ArrayOf().Select(units => new string(units));

    private static readonly Gen<string> Json = Texts.Select(text => new JsonObject { [text] = text, ["payload"] = text }.ToJsonString());

    private static readonly Gen<string> Huge = Gen.Choose(0, 4).Select(kind => kind switch
    {
        0 => new string('x', 64 << 10),
        1 => new string('[', 48 << 10),
        2 => "{\"payload\":\"" + new string('a', 60 << 10) + "\"}",
        3 => Convert.ToBase64String(new byte[48 << 10]),
        _ => string.Concat(Enumerable.Repeat("{\"v\":", 10_000)),
    });

    /// <summary>Texts of which none is a message.</summary>
    public static Gen<string> Any { get; } = Gen.OneOf(
        Texts, Texts.Select(Base64), Bytes, CodeUnits, Json, Json.Select(Base64), Huge,
        Gen.Elements(Fixed), Gen.Elements(Fixed).Select(Base64));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
