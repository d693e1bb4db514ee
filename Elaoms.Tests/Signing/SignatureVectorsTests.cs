using System.Text;
using System.Text.Json;
using Elaoms.Core.Signing;
using Xunit;

namespace Elaoms.Tests.Signing;

/// <summary>Known answers that were not made with this code.</summary>
public sealed class SignatureVectorsTests
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1800);

    // https://github.com/stripe/stripe-dotnet, event_test_signature.json: another vendor, the same scheme.
    private const string StripeBody = """
        {
          "id": "evt_123",
          "object": "event",
          "account": "acct_123",
          "api_version": "2017-05-25",
          "created": 1533204620,
          "data": {
            "object": {
              "id": "cus_123",
              "object": "customer",
              "created": 123456789,
              "email": "test@stripe.com",
              "livemode": false,
              "metadata": {}
            }
          },
          "livemode": false,
          "pending_webhooks": 1,
          "request": {
            "id": "req_123",
            "idempotency_key": "idempotency-key-123"
          },
          "type": "customer.created"
        }

        """;

    public static TheoryData<string> Names() => [.. Vectors().Select(vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Vector_gives_its_verdict(string name)
    {
        var vector = Vectors().Single(candidate => candidate.GetProperty("name").GetString() == name);
        var clock = new FixedClock(DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("now").GetInt64()));
        var secrets = vector.GetProperty("secrets").EnumerateArray().Select(secret => secret.GetString()!);

        var verdict = new ElevenLabsSignature(secrets, Tolerance, clock).Verify(
            vector.GetProperty("body_base64").GetBytesFromBase64(), vector.GetProperty("header").GetString());

        Assert.Equal(vector.GetProperty("valid").GetBoolean(), verdict == SignatureVerdict.Valid);
    }

    [Fact]
    public void Vectors_are_all_there() => Assert.Equal(19, Vectors().Count());

    [Fact]
    public void Stripe_vector_is_valid_and_is_what_sign_makes()
    {
        const string header = "t=1533204620,v0=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7";
        var body = Encoding.UTF8.GetBytes(StripeBody);
        var at = DateTimeOffset.FromUnixTimeSeconds(1533204620);

        Assert.Equal(484, body.Length);
        Assert.Equal(
            SignatureVerdict.Valid, new ElevenLabsSignature(["webhook_secret"], Tolerance, new FixedClock(at)).Verify(body, header));
        Assert.Equal(header, ElevenLabsSignature.Sign(body, "webhook_secret", at));
    }

    private static JsonElement.ArrayEnumerator Vectors()
        => Payload.Json(Payload.Read("signature_vectors.json")).GetProperty("vectors").EnumerateArray();
}
