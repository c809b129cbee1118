package io.minipush.notification;

/** What the gateway knows of the platform's templates. Answers at once, from a copy; any thread, inside a transaction or not. */
public interface Templates {

    /** Whether messages of this template need no subscription of their user. A template that is not known is none of these. */
    boolean isLongTerm(String appId, String templateId);
}
