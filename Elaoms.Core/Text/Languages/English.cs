namespace Elaoms.Core.Text.Languages;

/// <summary>English. Its endings are left to <see cref="PorterStemmer"/>.</summary>
internal static class English
{
    /// <summary>The lists.</summary>
    public static Language Words { get; } = new()
    {
        Code = "en",
        CommonWords = Language.Words("""
            a about am an and any are as at be been being but by can could did do does doing don for from had has have having he her hers
            him his how i if in into is it its just ll me my of on or our out re s she should so some such t than that the their them then
            there these they this those to too up us ve was we were what when where which while who whom why will with would you your yours
            d m o
            """),
        Forms = Language.Lines("""
            become became
            begin began begun
            bend bent
            bite bit bitten
            blow blew blown
            break broke broken
            bring brought
            build built
            burn burnt
            buy bought
            catch caught
            child children
            choose chose chosen
            come came
            deal dealt
            dig dug
            draw drew drawn
            dream dreamt
            drink drank drunk
            drive drove driven
            eat ate eaten
            fall fell fallen
            feed fed
            feel felt
            fight fought
            find found
            fly flew flown
            foot feet
            forget forgot forgotten
            forgive forgave forgiven
            freeze froze frozen
            get got gotten
            give gave given
            go went gone
            grow grew grown
            hang hung
            hear heard
            hide hid hidden
            hold held
            keep kept
            know knew known
            lead led
            learn learnt
            leave left
            lend lent
            lose lost
            make made
            man men
            mean meant
            meet met
            mouse mice
            pay paid
            person people
            ride rode ridden
            rise risen
            run ran
            say said
            see saw seen
            seek sought
            sell sold
            send sent
            shake shook shaken
            shine shone
            shoot shot
            show shown
            sing sang sung
            sink sank sunk
            sit sat
            sleep slept
            speak spoke spoken
            spend spent
            stand stood
            steal stole stolen
            stick stuck
            strike struck
            swear swore sworn
            sweep swept
            swim swam swum
            take took taken
            teach taught
            tear tore torn
            tell told
            think thought
            throw threw thrown
            tooth teeth
            understand understood
            wake woke woken
            wear wore worn
            wife wives
            win won
            woman women
            write wrote written
            """),
        Months = Language.Calendar("""
            january jan
            february feb
            march mar
            april apr
            may
            june jun
            july jul
            august aug
            september sep sept
            october oct
            november nov
            december dec
            """),
        TimeWords = Language.Words("""
            ago april august autumn december february friday january july june lately march monday month morning november october recently
            saturday september since soon spring summer sunday thursday today tomorrow tonight tuesday wednesday week weekend winter year
            yesterday
            """),
        TimeQuestions = Language.Phrases("""
            when
            date
            how long
            since when
            what date
            what day
            what month
            what time
            what year
            which day
            which month
            which year
            """),
        LastCall = Language.Phrases("""
            last call
            latest call
            previous call
            last conversation
            previous conversation
            """),
        Wrappers = Language.Phrases("""
            remind me
            tell me
            do you remember
            do you recall
            do you know
            let me know
            bring up
            brought up
            bringing up
            mention
            mentioned
            mentioning
            talk about
            talked about
            talking about
            speak about
            spoke about
            discuss
            discussed
            discussing
            said about
            say about
            say of
            said of
            in order
            in which order
            in what order
            the order in which
            in our call
            in our calls
            in our chat
            in our chats
            in our conversation
            in our conversations
            throughout our conversation
            throughout our conversations
            across our conversations
            our conversation
            our conversations
            """),
        CallerWords = Language.Words("caller client customer i me mine my user"),
        AgentWords = Language.Words("agent assistant"),
    };
}
