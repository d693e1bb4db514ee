using Elaoms.Extraction.Rules.Slots;

namespace Elaoms.Extraction.Rules;

/// <summary>Takes out what wasn't meant: what is said before "just kidding", and what stands beside a mark of sarcasm.</summary>
internal static class Jokes
{
    /// <summary>The statements that were meant.</summary>
    public static IEnumerable<(int At, Statement Statement)> Without(List<(int At, Statement Statement)> found, string text, List<Sentence> sentences, SlotContext context)
    {
        var kidding = context.Language.Find("joke", text, context).Select(mark => mark.End).DefaultIfEmpty(-1).Max();
        var sarcastic = sentences.Where(sentence => context.Language.IsGuarded("sarcasm", sentence.Text)).ToList();
        return found.Where(one => one.At >= kidding && !sarcastic.Exists(sentence => IsBeside(one.At, sentence, sentences)));
    }

    private static bool IsBeside(int at, Sentence sarcastic, List<Sentence> sentences)
    {
        var place = sentences.FindLastIndex(sentence => sentence.Start <= at);
        var marked = sentences.IndexOf(sarcastic);
        return place == marked || place == marked - 1;
    }
}
