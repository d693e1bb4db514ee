using System.Collections.Frozen;
using Elaoms.Core.Calls;

namespace Elaoms.Core.Recall;

/// <summary>
/// The last look at a name before it is spoken. A word alone may have been taken for a name: "Welcome back, Password!" was once said. Names
/// of places and months that are far more often people's, such as Charlotte or Florence, are names here.
/// </summary>
internal static class SpokenName
{
    private static readonly FrozenSet<string> NoNames = Words("""
        password passcode passwort kennwort contrasena card karte tarjeta carte account konto cuenta compte number nummer numero code pin
        redacted masked masker hidden removed private secret name names surname vorname nachname nombre nom prenom email mail phone
        telephone address mister mr mrs ms miss missus madam mam maam sir lady dr doctor prof professor herr frau senor senora senorita don
        dona monsieur madame mademoiselle mme mlle um uh er erm ah oh eh hm hmm mm mhm uhhuh mmhmm yes yeah yep yup no nope nah ok okay sure
        right fine good great well so now then here there hello hi hey bye goodbye thanks thank you please sorry ja nein doch bitte danke
        hallo gut genau si vale claro bueno gracias hola oui non merci bonjour voila d accord euh try say search send call wait hold listen
        look tell give check book cancel order stop repeat speak talk go come put take make let help open close press dial spell find show
        leave leaving looking calling asking waiting trying going just only really actually half double triple around about somewhere
        anywhere nowhere nobody somebody someone anyone everyone this that these those what who when where why how which is am are was were
        be been being myself yourself himself herself it its i me my mine we us our ours he she they them their his her not never always
        maybe test testing unknown none null undefined
        """);

    private static readonly FrozenSet<string> Elsewhere = Words("""
        january february march april may june july august september october november december januar februar marz mai juni juli oktober
        dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre janvier fevrier mars avril juin
        juillet aout septembre octobre novembre decembre monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch
        donnerstag freitag samstag sonntag lunes martes miercoles jueves viernes sabado domingo lundi mardi mercredi jeudi vendredi samedi
        dimanche today tomorrow yesterday heute morgen gestern hoy manana ayer aujourdhui demain hier
        london manchester birmingham liverpool leeds glasgow edinburgh cardiff bristol dublin belfast paris lyon marseille toulouse bordeaux
        berlin hamburg munich munchen koln cologne frankfurt stuttgart vienna wien zurich geneva brussels amsterdam rotterdam madrid
        barcelona sevilla lisbon porto rome milan naples oslo bergen stockholm copenhagen helsinki warsaw prague budapest athens moscow kyiv
        istanbul ankara dubai mumbai delhi bangalore chennai tokyo osaka beijing shanghai singapore seoul melbourne brisbane perth auckland
        toronto montreal vancouver ottawa york chicago boston dallas houston atlanta denver seattle portland phoenix philadelphia detroit
        miami orlando minneapolis sacramento oakland california texas florida ohio oregon nevada arizona colorado michigan illinois
        england scotland wales ireland germany deutschland austria switzerland france spain espana italy portugal poland sweden norway
        denmark finland netherlands belgium america usa uk canada australia india china japan brazil mexico europe
        google amazon microsoft apple facebook meta samsung vodafone telekom telefonica movistar orange sfr verizon tmobile paypal visa
        mastercard amex ebay netflix uber lyft airbnb fedex ups dhl ikea walmart tesco sainsburys lidl aldi siemens bosch bmw volkswagen
        toyota ford tesla hilton marriott lufthansa ryanair easyjet barclays hsbc santander allianz axa alexa siri cortana elevenlabs
        """);

    /// <summary>Whether a name may be told as the caller's at all.</summary>
    public static bool IsName(string name) => Single(name) is not { } word || !NoNames.Contains(word);

    /// <summary>Whether a caller may be greeted by a name.</summary>
    public static bool IsGreetable(string name) => IsName(name) && (Single(name) is not { } word || !Elsewhere.Contains(word));

    // A word, also in parts: "Mm-hmm".
    private static string? Single(string name)
        => name.Trim().Contains(' ', StringComparison.Ordinal) ? null : string.Concat(CallWords.WordsOf(name));

    private static FrozenSet<string> Words(string list)
        => list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
