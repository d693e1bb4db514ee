namespace Elaoms.Core.Calls;

/// <summary>What kind of name a caller is known by. Part of the caller key, so equal text of two kinds never meets.</summary>
public enum CallerKind
{
    /// <summary>A telephone number; also a WhatsApp id that is one.</summary>
    Phone,

    /// <summary>A SIP address that holds no telephone number.</summary>
    Sip,

    /// <summary>An id that an application gave its user, whatever it looks like.</summary>
    User,

    /// <summary>
    /// What a telephone line, WhatsApp or SMS is known by that is neither a number nor an address, such as the user of a SIP trunk.
    /// </summary>
    Line,
}
