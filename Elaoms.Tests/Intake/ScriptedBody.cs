using System.Buffers;
using System.IO.Pipelines;

namespace Elaoms.Tests.Intake;

/// <summary>
/// A body whose pieces come when a test says. Like a host's reader, it refuses to read on before the last piece was given back. Without
/// more pieces and without an end, a read waits.
/// </summary>
internal sealed class ScriptedBody : PipeReader
{
    private readonly Queue<ReadOnlyMemory<byte>?> _pieces = new();
    private readonly Queue<Action?> _actions = new();
    private TaskCompletionSource<ReadResult>? _waiting;
    private bool _isOut;

    /// <summary>How many reads were begun.</summary>
    public int Reads { get; private set; }

    /// <summary>Runs when the waiting read is to be cancelled, before it is.</summary>
    public Action? Cancelling { get; set; }

    /// <summary>A body that comes in one piece.</summary>
    public static ScriptedBody Of(ReadOnlyMemory<byte> body) => new ScriptedBody().Then(body).End();

    /// <summary>Adds a piece.</summary>
    /// <param name="piece">Its bytes.</param>
    /// <param name="before">Runs when the piece is asked for.</param>
    public ScriptedBody Then(ReadOnlyMemory<byte> piece, Action? before = null) => Add(piece, before);

    /// <summary>Ends the body.</summary>
    public ScriptedBody End() => Add(null, null);

    /// <summary>Reads on, as the host does after a refusal.</summary>
    public async Task ReadOnAsync()
    {
        End();
        var rest = await ReadAsync(CancellationToken.None);
        AdvanceTo(rest.Buffer.End);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_isOut)
            throw new InvalidOperationException("The last piece was not given back.");
        cancellationToken.ThrowIfCancellationRequested();
        Reads++;
        if (_pieces.Count > 0)
            return new ValueTask<ReadResult>(Next());

        var waiting = _waiting = new TaskCompletionSource<ReadResult>();
        cancellationToken.Register(() => waiting.TrySetCanceled(cancellationToken));
        return new ValueTask<ReadResult>(waiting.Task);
    }

    public override void CancelPendingRead()
    {
        Cancelling?.Invoke();
        if (_waiting is not { Task.IsCompleted: false } waiting)
            return;
        _isOut = true;
        waiting.SetResult(new ReadResult(default, isCanceled: true, isCompleted: false));
    }

    public override void AdvanceTo(SequencePosition consumed) => _isOut = false;

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _isOut = false;

    public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

    public override void Complete(Exception? exception = null)
    {
    }

    private ScriptedBody Add(ReadOnlyMemory<byte>? piece, Action? before)
    {
        _pieces.Enqueue(piece);
        _actions.Enqueue(before);
        if (_waiting is { Task.IsCompleted: false } waiting)
            waiting.SetResult(Next());
        return this;
    }

    private ReadResult Next()
    {
        _actions.Dequeue()?.Invoke();
        _isOut = true;
        return _pieces.Dequeue() is { } piece
            ? new ReadResult(new ReadOnlySequence<byte>(piece), isCanceled: false, isCompleted: false)
            : new ReadResult(default, isCanceled: false, isCompleted: true);
    }
}
