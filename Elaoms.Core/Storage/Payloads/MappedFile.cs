using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>A file as memory, so that a recording of 100 MB can be hashed, parsed and decoded without a copy on the heap.</summary>
internal sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;
    private byte* _start;

    public MappedFile(FileStream file)
    {
        _length = checked((int)file.Length);
        _file = MemoryMappedFile.CreateFromFile(
            file, mapName: null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, _length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public override Span<byte> GetSpan() => new(_start + _view.PointerOffset, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + _view.PointerOffset + elementIndex);

    public override void Unpin()
    {
        // The mapping does not move.
    }

    protected override void Dispose(bool disposing)
    {
        if (_start is null)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _start = null;
        _view.Dispose();
        _file.Dispose();
    }
}
