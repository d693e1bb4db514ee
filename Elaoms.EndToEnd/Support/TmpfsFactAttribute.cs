using Xunit;

namespace Elaoms.EndToEnd;

/// <summary>A test that needs a file system of its own; skipped with the reason where there can be none.</summary>
internal sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute() => Skip = Tmpfs.Obstacle!;
}
