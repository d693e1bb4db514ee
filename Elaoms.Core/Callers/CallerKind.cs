namespace Elaoms.Core.Callers;

/// <summary>What kind of name a caller is known by. Part of the caller key, so equal text of two kinds never meets.</summary>
public enum CallerKind
{
    /// <summary>A telephone number; also a WhatsApp id, which is one.</summary>
    Phone,

    /// <summary>A SIP address that holds no telephone number.</summary>
    Sip,

    /// <summary>A name that the application gave its user.</summary>
    User,
}
