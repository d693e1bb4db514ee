namespace Elaoms.Core.Injection;

/// <summary>
/// Recognises keys whose values claim an authority: that the caller was checked, or may do more than others. An agent must never be told
/// such a thing from a call, whoever named the key. Covers English, German, French and Spanish.
/// </summary>
internal static class AuthorityKeys
{
    private static readonly string[] Anywhere =
    [
        "verif", "authenti", "authori", "autori", "autentic", "credential", "permission", "privileg", "password", "passwort", "kennwort",
        "contrasena", "mot_de_passe", "passcode", "clearance", "superuser", "fraud", "betrug", "berechtig", "legitimi", "identity",
        "identit", "identidad", "trusted", "security_level", "sicherheitsstufe", "vollmacht", "befug", "freigabe", "whitelist", "allowlist",
        "account_owner", "is_owner", "is_staff", "is_employee", "is_manager", "kontoinhaber", "titular_de", "titulaire_d", "override",
        "bypass",
    ];

    // Whole words, or their beginnings where they end with a star.
    private static readonly string[] Words =
    [
        "auth", "authed", "admin*", "role", "roles", "rolle", "rollen", "rol", "pin", "pins", "pincode", "access", "accesslevel", "acceso",
        "accesos", "acces", "zugang*", "zugriff*", "vip", "root", "sudo", "secret", "geheim*", "token", "otp", "mfa", "2fa", "kyc",
        "approved", "genehmigt", "aprobado", "approuve", "eligible", "entitled", "entitlement*", "rights", "rechte", "droits", "derechos",
        "permiso", "permisos", "habilit*", "acredit*", "accredit*", "mdp", "clave", "geprueft", "gepruft", "instruction*", "anweisung*",
        "instruccion*", "consigne*", "prompt*",
    ];

    /// <summary>Whether a key is one of these; in lower case with underscores.</summary>
    public static bool Has(string key)
    {
        var plain = Plain(key);
        if (Array.Exists(Anywhere, part => plain.Contains(part, StringComparison.Ordinal)))
            return true;
        return Array.Exists(
            plain.Split('_'),
            word => Array.Exists(
                Words,
                known => known[^1] == '*' ? word.StartsWith(known.AsSpan(0, known.Length - 1), StringComparison.Ordinal) : word == known));
    }

    private static string Plain(string key)
        => string.Concat(key.EnumerateRunes().Select(rune => ((char)Text.LookAlikeLetters.Fold(rune)).ToString()));
}
