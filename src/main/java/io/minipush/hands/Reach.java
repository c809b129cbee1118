package io.minipush.hands;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.minipush.credit.Purse;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import org.apache.camel.Body;

/** Tells before a campaign who of its users can be reached. */
public final class Reach {

    private static final int CHUNK = 500;

    /**
     * Whose stock is asked for; no user twice.
     *
     * @param templateId of subscriptions; null: of formIds
     */
    public record Question(String appId, String templateId, List<String> openids) {

        String purse(String openid) {
            return templateId == null ? Purse.of(openid) : Purse.of(openid, templateId);
        }

        @Override
        public String toString() {
            // Openids stay out of logs.
            return "Question[" + appId + ", " + openids.size() + " users]";
        }
    }

    private final Statements statements;
    private final DatabaseClock clock;
    private final Duration margin;

    /** @param margin in this last part of a credit's life it is no longer reserved */
    Reach(Statements statements, DatabaseClock clock, Duration margin) {
        this.statements = statements;
        this.clock = clock;
        this.margin = margin;
    }

    /** @return the uses that could be reserved now for each of the users, in the order of the question */
    public Map<String, Long> of(@Body Question question) {
        Map<String, Long> available = new LinkedHashMap<>();
        question.openids().forEach(openid -> available.put(openid, 0L));
        LocalDateTime now = clock.now();
        for (int from = 0; from < question.openids().size(); from += CHUNK) {
            Map<String, String> owners = new LinkedHashMap<>();
            question.openids().subList(from, Math.min(question.openids().size(), from + CHUNK)).forEach(openid -> owners.put(question.purse(openid), openid));
            statements.rows("stock-of-purses", Map.of("app", question.appId(), "purses", owners.keySet(), "now", now, "reserve_until", now.plus(margin)))
                    .forEach(row -> available.put(owners.get((String) row.get("purse")), ((Number) row.get("available")).longValue()));
        }
        return available;
    }
}
