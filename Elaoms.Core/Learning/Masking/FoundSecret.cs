using System.Runtime.InteropServices;

namespace Elaoms.Core.Learning.Masking;

/// <summary>A secret in a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Kind">What it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoundSecret(int Start, int End, SecretKind Kind);
