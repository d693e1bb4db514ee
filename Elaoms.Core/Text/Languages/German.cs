namespace Elaoms.Core.Text.Languages;

/// <summary>German.</summary>
internal static class German
{
    /// <summary>The lists.</summary>
    public static Language Words { get; } = new()
    {
        Code = "de",
        CommonWords = Language.Words("""
            aber als am an auch auf aus bei bin bis bist da damit dann das dass dein deine dem den der des die dir doch du durch ein eine
            einem einen einer eines er es euch euer fur hab habe haben hat hatte hatten ich ihm ihn ihnen ihr ihre ihrem ihren im in ist ja
            kann kannst konnen konnte man mein meine meinem meinen meiner mich mir mit nach noch nur ob oder ohne schon sehr sein seine
            seinem seinen sich sie sind so soll sollen uber um und uns unser unsere vom von vor war waren warum was weil welche welcher
            welches wenn wer werde werden wie wir wird wo wurde wurden zu zum zur
            """),
        Endings = ["ern", "em", "en", "er", "es", "e", "n", "s"],
        Months = Language.Calendar("""
            januar janner
            februar feber
            marz
            april
            mai
            juni
            juli
            august
            september
            oktober
            november
            dezember
            """),
        TimeWords = Language.Words("""
            abend april august dezember dienstag donnerstag februar freitag fruhling gestern herbst heute jahr jahre jahren januar juli juni
            letzte letzten letztes mai marz mittwoch monat monate monaten montag morgen november oktober samstag seit september sommer
            sonntag vorgestern winter woche wochen wochenende
            """),
        TimeQuestions = Language.Phrases("""
            wann
            seit wann
            bis wann
            wie lange
            welcher tag
            welchem tag
            welcher monat
            welchem monat
            welches jahr
            welchem jahr
            """),
        LastCall = Language.Phrases("""
            letzter anruf
            letzten anruf
            vorigen anruf
            letztes gesprach
            letzten gesprach
            """),
        Wrappers = Language.Phrases("""
            sag mir
            sagen sie mir
            mir sagen
            erinnere mich
            erinnern sie mich
            mich erinnern
            erinnerst du dich
            erinnern sie sich
            weisst du noch
            weißt du noch
            wissen sie noch
            in welcher reihenfolge
            der reihenfolge nach
            angesprochen
            ansprach
            erwahnt
            erwahnte
            erwahnten
            zur sprache gebracht
            gesprochen uber
            gesagt uber
            gesagt zu
            """),
        CallerWords = Language.Words("anrufer anruferin anrufers ich kunde kunden kundin mein meine meinem meinen meiner mich mir"),
        AgentWords = Language.Words("agent agenten assistent assistenten assistentin"),
    };
}
