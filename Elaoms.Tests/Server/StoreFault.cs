namespace Elaoms.Tests.Server;

/// <summary>How a store is out of order.</summary>
public enum StoreFault
{
    None,
    Throws,
    ThrowsLater,
    NeverAnswers,
}
