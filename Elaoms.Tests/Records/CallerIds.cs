using FsCheck;
using FsCheck.Fluent;

namespace Elaoms.Tests.Records;

/// <summary>Caller ids: telephone numbers in all spellings, addresses, names, and what nobody expects.</summary>
internal static class CallerIds
{
    private static readonly string[] Pieces =
    [
        "+", "00", "0", "1", "202", "5550123", "12025550123", "266696687", " ", "-", "(", ")", ".", "/", "sip:", "tel:", "SIPS:", "@",
        "example.com", "<", ">", ";", "ext=12", "?", ":",
        "anonymous", "unknown", "\"", "'", "\\", "../", "/etc", "%2F", "%00", "\0", "\n", "\t", "é", "e\u0301", "😀", "\u202E", "\u200F",
        "שלום", "李明", "ß", "İ", "&", "#", "=", "{", "}",
        "$", "`", "DROP TABLE callers;--", "NUL", "CON", "~", "*", "|",
    ];

    public static Gen<string> Any { get; } = Gen.OneOf(
        from pieces in Gen.Elements(Pieces).ListOf()
        select string.Concat(pieces),
        Property.Any<NonNull<string>>().Generator.Select(text => text.Get));
}
