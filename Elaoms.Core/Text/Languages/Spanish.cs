namespace Elaoms.Core.Text.Languages;

/// <summary>Spanish.</summary>
internal static class Spanish
{
    /// <summary>The lists.</summary>
    public static Language Words { get; } = new()
    {
        Code = "es",
        CommonWords = Language.Words("""
            a al algo como con cual cuando de del desde donde el ella ellas ellos en entre era es esa ese eso esta estaba estan estas este
            esto estos estoy fue ha habia han hasta hay he la las le les lo los mas me mi mis muy nada ni no nos nosotros o os otra otro
            para pero por porque que quien se ser si sin sobre son soy su sus te tengo tenia tiene tienen todo tu tus un una uno unos usted
            ustedes y ya yo
            """),
        Endings = ["os", "as", "es", "o", "a", "e", "s"],
        Months = Language.Calendar("""
            enero
            febrero
            marzo
            abril
            mayo
            junio
            julio
            agosto
            septiembre setiembre
            octubre
            noviembre
            diciembre
            """),
        TimeWords = Language.Words("""
            abril agosto ano anos anteayer ayer diciembre domingo enero febrero hoy invierno jueves julio junio lunes manana martes marzo
            mayo mes meses miercoles noviembre octubre otono pasada pasado primavera sabado semana semanas septiembre verano viernes
            """),
        TimeQuestions = Language.Phrases("""
            cuando
            fecha
            desde cuando
            cuanto tiempo
            que dia
            que fecha
            que mes
            que ano
            """),
        LastCall = Language.Phrases("""
            ultima llamada
            llamada anterior
            ultima conversacion
            """),
        Wrappers = Language.Phrases("""
            dime
            digame
            decirme
            recuerdame
            recuerdeme
            recordarme
            te acuerdas de
            te acuerdas
            se acuerda de
            se acuerda
            en que orden
            por orden
            menciona
            mencionado
            menciono
            mencione
            hablado de
            hablamos de
            hablo de
            dicho de
            dicho sobre
            dijo de
            dijo sobre
            """),
        CallerWords = Language.Words("cliente clienta llamante me mi mis usuaria usuario yo"),
        AgentWords = Language.Words("agente asistente"),
    };
}
