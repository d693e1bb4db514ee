namespace Elaoms.ElevenLabs.Api;

/// <summary>Why a request to ElevenLabs' API failed.</summary>
public enum ElevenLabsFault
{
    /// <summary>The API key is missing, wrong or expired.</summary>
    KeyRefused,

    /// <summary>The key belongs to a region with data residency and was shown to another region's server, or the other way round.</summary>
    WrongRegion,

    /// <summary>The key is valid, but may not do this.</summary>
    Forbidden,

    /// <summary>What was asked for does not exist.</summary>
    NotFound,

    /// <summary>The request contradicts the present state, such as deleting what is still in use.</summary>
    Conflict,

    /// <summary>The request is not as the API wants it; <see cref="ElevenLabsException.Field"/> names the field, if the API does.</summary>
    Invalid,

    /// <summary>Too many requests of this workspace run at the same time. Fewer at a time help, waiting alone does not.</summary>
    TooManyAtOnce,

    /// <summary>The API has too much to do.</summary>
    Busy,

    /// <summary>The API failed.</summary>
    ServerError,

    /// <summary>No connection came about, so the request was not carried out.</summary>
    Unreachable,

    /// <summary>The connection ended before the whole answer was there. The request may have been carried out.</summary>
    CutOff,

    /// <summary>No answer came in time. The request may have been carried out.</summary>
    TimedOut,

    /// <summary>The answer is larger than any that is expected.</summary>
    TooLarge,

    /// <summary>The answer is not what the API's schema says.</summary>
    Unintelligible,
}
