package io.minipush.platform;

import java.util.Objects;

/**
 * The platform's answer to a send.
 *
 * @param errcode as the platform said it; null where it said none
 * @param msgid   the platform's own number of the message, if it took it and told one
 * @param trace   what the platform's support asks for: {@code rid} or {@code hint} out of the message; else null
 */
public record Answer(AnswerRule rule, Integer errcode, Long msgid, String trace) {

    public Answer {
        Objects.requireNonNull(rule);
    }

    public AnswerClass meaning() {
        return rule.meaning();
    }
}
