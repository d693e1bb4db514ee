using Elaoms.Core.Search;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>A request to OpenMemory failed. What the server wrote is not in it: it may quote what was sent.</summary>
public sealed class OpenMemoryException : EngineException
{
    /// <summary>Describes a fault by its kind.</summary>
    public OpenMemoryException(OpenMemoryFault fault, Exception? cause = null, int? status = null)
        : base(Describe(fault) + (status is null ? "" : $" (HTTP {status})"), cause)
        => (Fault, IsLeftAlone) = (fault, fault == OpenMemoryFault.LeftAlone);

    /// <inheritdoc />
    public OpenMemoryException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public OpenMemoryException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <inheritdoc />
    public OpenMemoryException()
    {
    }

    /// <summary>What failed.</summary>
    public OpenMemoryFault Fault { get; }

    /// <inheritdoc />
    public override string Reason => Fault switch
    {
        OpenMemoryFault.Unreachable => "unreachable",
        OpenMemoryFault.TimedOut => "deadline",
        OpenMemoryFault.LeftAlone => "left_alone",
        OpenMemoryFault.RateLimited => "rate_limited",
        OpenMemoryFault.KeyMissing or OpenMemoryFault.KeyWrong or OpenMemoryFault.NotConfigured => "key",
        OpenMemoryFault.TenantMismatch or OpenMemoryFault.UnknownDialect => "dialect",
        _ => "fault",
    };

    /// <inheritdoc />
    public override bool MayPass
        => Fault is OpenMemoryFault.Unreachable or OpenMemoryFault.TimedOut or OpenMemoryFault.ServerError or OpenMemoryFault.Unintelligible
            or OpenMemoryFault.RateLimited;

    /// <inheritdoc />
    public override bool IsBroken => Fault is OpenMemoryFault.Unreachable or OpenMemoryFault.Unintelligible;

    /// <inheritdoc />
    public override bool AsksForLess => Fault is OpenMemoryFault.RateLimited;

    private static string Describe(OpenMemoryFault fault) => fault switch
    {
        OpenMemoryFault.Unreachable => "OpenMemory can't be reached, or breaks the connection",
        OpenMemoryFault.TimedOut => "OpenMemory does not answer in time",
        OpenMemoryFault.LeftAlone => "OpenMemory failed too often and is not asked for a moment",
        OpenMemoryFault.RateLimited => "OpenMemory asks for fewer requests",
        OpenMemoryFault.ServerError => "OpenMemory reports an error of its own",
        OpenMemoryFault.Unintelligible => "The answer is cut short, or is not OpenMemory's",
        OpenMemoryFault.KeyMissing => "OpenMemory requires a key: set OPENMEMORY_KEY to the server's OM_API_KEY",
        OpenMemoryFault.KeyWrong => "OpenMemory does not accept OPENMEMORY_KEY: set it to the server's OM_API_KEY",
        OpenMemoryFault.NotConfigured
            => "OpenMemory has no key of its own and refuses everything: set OM_API_KEY there and OPENMEMORY_KEY here",
        OpenMemoryFault.TenantMismatch => "OpenMemory does not accept the user: the server is now of another version",
        OpenMemoryFault.UnknownDialect
            => "The server at OPENMEMORY_PORT is not an OpenMemory server of a known version "
                + "(v1.2 to v1.3, or main since April 2026)",
        _ => "OpenMemory refuses the request",
    };
}
