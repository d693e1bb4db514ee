using System.Runtime.InteropServices;

namespace Elaoms.Extraction.Redaction;

/// <summary>A secret in words.</summary>
/// <param name="Kind">What named it or asked for it.</param>
/// <param name="FirstToken">Its first word.</param>
/// <param name="EndToken">The word after its last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SecretWords(SecretCueKind Kind, int FirstToken, int EndToken);
