using System.Globalization;
using System.Text;
using Elaoms.Core.Signing;

namespace Elaoms.Benchmarks.Load;

/// <summary>Deliveries that all differ: each has a new conversation and another caller than the last, and is signed on demand.</summary>
/// <param name="route">Where they go.</param>
/// <param name="secret">The webhook's secret.</param>
/// <param name="next">Numbers the deliveries of all connections.</param>
internal sealed class PostCallRequests(string route, string secret, Func<int> next) : IRequests
{
    // No caller calls a hundred times in a minute: a record's size, which learning depends on, would then be the run's own doing.
    private const int Callers = 20_000;

    private const string NumberFormat = "D7";

    private readonly NumberedRequest _request = new(route, SampleCalls.Numbered());

    public ReadOnlyMemory<byte> Next()
    {
        var number = next();
        Span<byte> digits = stackalloc byte[SampleCalls.NumberDigits];
        number.TryFormat(digits, out _, NumberFormat, CultureInfo.InvariantCulture);
        _request.SetConversation(digits);
        (number % Callers).TryFormat(digits, out _, NumberFormat, CultureInfo.InvariantCulture);
        _request.SetCaller(digits);
        _request.SetSignature(ElevenLabsSignature.Sign(_request.Body.Span, secret, TimeProvider.System.GetUtcNow()));
        return _request.Whole;
    }

    private sealed class NumberedRequest
    {
        private readonly byte[] _whole;
        private readonly int _signatureAt;
        private readonly int _bodyAt;
        private readonly List<int> _conversationsAt;
        private readonly List<int> _callersAt;

        public NumberedRequest(string route, byte[] body)
        {
            var signature = ElevenLabsSignature.Sign(body, "wsec_any", TimeProvider.System.GetUtcNow());
            _whole = RequestBytes.Post(route, $"{ElevenLabsSignature.HeaderName}: {signature}", body);
            _signatureAt = _whole.AsSpan().IndexOf(Encoding.ASCII.GetBytes(signature));
            _bodyAt = _whole.Length - body.Length;
            _conversationsAt = NumbersAfter(SampleCalls.ConversationPrefix);
            _callersAt = NumbersAfter(SampleCalls.CallerPrefix);
        }

        public ReadOnlyMemory<byte> Whole => _whole;

        public ReadOnlyMemory<byte> Body => _whole.AsMemory(_bodyAt);

        public void SetConversation(ReadOnlySpan<byte> digits) => Set(_conversationsAt, digits);

        public void SetCaller(ReadOnlySpan<byte> digits) => Set(_callersAt, digits);

        public void SetSignature(string signature) => Encoding.ASCII.GetBytes(signature, _whole.AsSpan(_signatureAt));

        private void Set(List<int> places, ReadOnlySpan<byte> digits)
        {
            foreach (var place in places)
                digits.CopyTo(_whole.AsSpan(place));
        }

        private List<int> NumbersAfter(string prefix)
        {
            List<int> places = [];
            var bytes = Encoding.ASCII.GetBytes(prefix);
            for (var at = 0; _whole.AsSpan(at).IndexOf(bytes) is >= 0 and var found;)
            {
                at += found + bytes.Length;
                places.Add(at);
            }

            return places.Count > 0 ? places : throw new InvalidOperationException($"The payload holds no {prefix}.");
        }
    }
}
