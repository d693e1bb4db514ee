namespace Elaoms.Core.Text.Languages;

/// <summary>French.</summary>
internal static class French
{
    /// <summary>The lists.</summary>
    public static Language Words { get; } = new()
    {
        Code = "fr",
        CommonWords = Language.Words("""
            a ai alors au aussi aux avais avait avec avez avons c ce ceci cela ces cet cette chez comme d dans de des donc du elle elles en
            es est et etait ete etes etre eu eux fait il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne nos notre
            nous on ont ou par pas plus pour qu quand que quel quelle quelles quels qui s sa sans se sera ses si son sont suis sur t ta te
            tes toi ton tout tres tu un une vos votre vous y
            """),
        Endings = ["es", "s", "x", "e"],
        Months = Language.Calendar("""
            janvier
            fevrier
            mars
            avril
            mai
            juin
            juillet
            aout
            septembre
            octobre
            novembre
            decembre
            """),
        TimeWords = Language.Words("""
            an annee annees ans aout aujourd automne avril decembre demain depuis derniere dernier dimanche ete fevrier hier hiver janvier
            jeudi juillet juin lundi mai mardi mars matin mercredi mois novembre octobre printemps samedi semaine semaines septembre soir
            vendredi
            """),
        TimeQuestions = Language.Phrases("""
            quand
            date
            depuis quand
            combien de temps
            quel jour
            quel mois
            quelle annee
            quelle date
            """),
        LastCall = Language.Phrases("""
            dernier appel
            appel precedent
            derniere conversation
            """),
        Wrappers = Language.Phrases("""
            dis moi
            dites moi
            me dire
            rappelle moi
            rappelez moi
            me rappeler
            te souviens tu
            tu te souviens
            vous souvenez vous
            vous vous souvenez
            dans quel ordre
            par ordre
            mentionne
            mentionnes
            evoque
            evoques
            parle de
            dit de
            dit sur
            dit a propos de
            """),
        CallerWords = Language.Words("appelant appelante client cliente je ma me mes moi mon utilisateur utilisatrice"),
        AgentWords = Language.Words("agent assistant assistante"),
    };
}
