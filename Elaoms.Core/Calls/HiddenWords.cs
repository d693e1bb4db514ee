using System.Collections.Frozen;

namespace Elaoms.Core.Calls;

/// <summary>
/// The words by which carriers, exchanges and programs say that there is no caller to name. A text of nothing else is hidden: <c>Unknown
/// Caller</c>, <c>numéro non disponible</c>, <c>N/A</c>. A single other word makes it a name: <c>unknown-77</c>, <c>Private Bank</c>.
/// </summary>
internal static class HiddenWords
{
    /// <summary>
    /// The table, a row for each language. Words hide; a negation hides together with a neutral word; neutral words alone hide nothing.
    /// </summary>
    public static IReadOnlyList<Row> Table { get; } =
    [
        new(
            "English",
            Hiding: """
                anonymous anon unknown restricted unavailable unavail blocked private withheld hidden undisclosed unidentified
                unlisted unpublished suppressed concealed unspecified nobody payphone
                """,
            Negations: "no not non without",
            Neutral: """
                caller callers callerid id ids number numbers name names phone telephone line cli user customer client guest
                visitor party person presentation display identity identification information info data call calls calling
                available provided supplied disclosed presented set found known given applicable present address the of by a
                an is from
                """),
        new(
            "German",
            Hiding: """
                anonym anonyme anonymer anonymes anonymen unbekannt unbekannte unbekannter unbekanntes unbekannten unterdrückt
                unterdrückte unterdrückter unterdrueckt unterdrueckte verborgen verborgene verborgener versteckt versteckte
                privat private privater privates gesperrt gesperrte gesperrter blockiert blockierte blockierter geheim geheime
                geheimer rufnummernunterdrückung rufnummernunterdrueckung niemand
                """,
            Negations: "kein keine keiner keinen nicht ohne",
            Neutral: """
                nummer nummern rufnummer rufnummern telefonnummer anrufer anruferin anruf anrufe teilnehmer teilnehmerin
                kennung anruferkennung anschluss name namen nutzer nutzerin benutzer benutzerin kunde kundin gast person
                angabe angaben verfügbar verfuegbar übermittelt uebermittelt bekannt angegeben vorhanden gefunden gesetzt der
                die das des den dem ein eine einer von
                """),
        new(
            "Spanish",
            Hiding: """
                anónimo anónima desconocido desconocida privado privada oculto oculta restringido restringida bloqueado
                bloqueada suprimido suprimida confidencial nadie ninguno
                """,
            Negations: "no sin ningún ninguna",
            Neutral: """
                número números teléfono llamada llamadas llamante llamador identidad identificación identificado identificada
                identificador usuario usuaria cliente clienta invitado persona nombre disponible conocido conocida el la lo
                los de del un una por
                """),
        new(
            "French",
            Hiding: """
                anonyme inconnu inconnue privé privée masqué masquée cachée restreint restreinte bloqué bloquée indisponible
                confidentiel confidentielle
                """,
            Negations: "aucun aucune pas sans non",
            Neutral: """
                numéro numéros téléphone appel appels appelant appelante correspondant correspondante identifiant identifié
                identifiée identité identification utilisateur utilisatrice client cliente invité nom disponible connu connue
                communiqué le la les l de du d un une
                """,
            Phrases: "numéro caché|appel caché"),
        new(
            "Italian",
            Hiding: """
                anonimo anonima sconosciuto sconosciuta privato privata nascosto nascosta riservato riservata bloccato
                bloccata oscurato oscurata ignoto ignota nessuno
                """,
            Negations: "nessun nessuna non senza",
            Neutral: """
                numero numeri telefono chiamata chiamate chiamante identità identificativo identificato identificata utente
                cliente ospite persona nome disponibile conosciuto noto il lo la l di del della un una
                """),
        new(
            "Portuguese",
            Hiding: """
                anônimo anônima anónimo anónima desconhecido desconhecida privado privada oculto oculta restrito restrita
                bloqueado bloqueada confidencial indisponível ninguém
                """,
            Negations: "não sem nenhum nenhuma",
            Neutral: """
                número números telefone chamada chamadas chamador chamadora autor identidade identificação identificado
                identificada identificador usuário usuária utilizador utilizadora cliente convidado pessoa nome disponível
                conhecido conhecida o a os do da de um uma
                """),
        new(
            "Dutch",
            Hiding: """
                anoniem anonieme onbekend onbekende privé verborgen afgeschermd afgeschermde geblokkeerd geblokkeerde geheim
                geheime onbeschikbaar niemand
                """,
            Negations: "geen niet zonder",
            Neutral: """
                nummer nummers telefoonnummer telefoon beller oproep oproeper gesprek identiteit nummerweergave gebruiker
                klant gast persoon naam beschikbaar bekend opgegeven de het een van
                """),
        new(
            "Programs",
            Hiding: "null nil undefined none unset",
            Negations: "",
            Neutral: "",
            Phrases: "n a|n d|asserted id|asserted identity|p asserted id|p asserted identity|object object|out of area|"
                + "anonymous invalid|unknown invalid"),
    ];

    private static readonly FrozenSet<string> Hiding = All(row => row.Hiding);

    private static readonly FrozenSet<string> Negations = All(row => row.Negations);

    private static readonly FrozenSet<string> Neutral = All(row => row.Neutral);

    private static readonly FrozenSet<string> Phrases =
        Table.SelectMany(row => row.PhraseList).Select(Plain).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether words, as <see cref="HiddenCaller.Words"/> gives them, name nobody.</summary>
    public static bool Hide(IReadOnlyList<string> words)
    {
        var (hides, denies, isNeutral) = (false, false, false);
        foreach (var word in words)
        {
            if (Hiding.Contains(word))
                hides = true;
            else if (Negations.Contains(word))
                denies = true;
            else if (Neutral.Contains(word))
                isNeutral = true;
            else
                return Phrases.Contains(string.Join(' ', words));
        }

        return hides || (denies && isNeutral) || Phrases.Contains(string.Join(' ', words));
    }

    private static FrozenSet<string> All(Func<Row, string> column)
        => Table.SelectMany(row => Row.Split(column(row))).Select(Plain).ToFrozenSet(StringComparer.Ordinal);

    private static string Plain(string text) => string.Join(' ', HiddenCaller.Words(text));

    /// <summary>What one language says, in its own spelling.</summary>
    /// <param name="Language">The language.</param>
    /// <param name="Hiding">Words that hide, by white space.</param>
    /// <param name="Negations">Words that hide what is said beside them, by white space.</param>
    /// <param name="Neutral">Words that tell nobody from another, by white space.</param>
    /// <param name="Phrases">What hides as a whole only, by bars.</param>
    internal sealed record Row(string Language, string Hiding, string Negations, string Neutral, string Phrases = "")
    {
        public IReadOnlyList<string> PhraseList => Phrases.Split('|', StringSplitOptions.RemoveEmptyEntries);

        public static string[] Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }
}
