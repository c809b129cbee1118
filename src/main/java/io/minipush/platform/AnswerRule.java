package io.minipush.platform;

import java.time.Duration;
import java.util.Objects;

/**
 * What is to be done about an answer, as far as that is a matter of choice. For the classes that carry the gateway's promise
 * ({@link #fixed}) only the class counts.
 *
 * @param says   for people
 * @param again  whether the notification becomes due again; otherwise it ends {@code failed}
 * @param credit what becomes of its credit, if there is no doubt
 * @param app    what becomes of everything else of the app
 * @param delay  until the notification is due again, or how long the app rests; null: until the platform's next quota day
 */
public record AnswerRule(AnswerClass meaning, String says, boolean again, Credit credit, App app, Duration delay) {

    /** What becomes of the credit of a post that surely sent nothing. */
    public enum Credit {
        /** Free again as before. */
        BACK,
        /** Free again, reserved after all others. */
        LAST,
        /** Thrown away. */
        DROPPED
    }

    /** What becomes of the other notifications of the app. */
    public enum App {
        /** They are sent. */
        GOES_ON,
        /** They wait for the time of {@code delay}, then one tries. */
        RESTS,
        /** Those of the same channel are kept back until somebody resumes the app. */
        LOSES_CHANNEL
    }

    public AnswerRule {
        Objects.requireNonNull(meaning);
        Objects.requireNonNull(credit);
        Objects.requireNonNull(app);
    }

    /** Of a class whose consequences are code. */
    static AnswerRule fixed(AnswerClass meaning) {
        return new AnswerRule(meaning, meaning.word(), true, Credit.BACK, App.GOES_ON, Duration.ZERO);
    }

    public boolean rests() {
        return app == App.RESTS;
    }

    /** {@code account: the AppSecret is frozen} */
    public String reason() {
        return meaning.word() + ": " + says;
    }
}
