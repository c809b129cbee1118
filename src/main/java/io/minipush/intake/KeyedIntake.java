package io.minipush.intake;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.ulid.UlidCreator;
import io.minipush.intake.KeyedItems.KeyedItem;
import io.minipush.json.Refused;
import io.minipush.notification.Lane;
import io.minipush.notification.NewNotification;
import io.minipush.notification.NotificationReader;
import io.minipush.storage.DatabaseClock;
import io.minipush.template.TemplateCheck;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** The steps of {@code store-items} that are not SQL. Any thread. */
public final class KeyedIntake {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DatabaseClock clock;
    private final NotificationReader reader;
    private final TemplateCheck templates;

    public KeyedIntake(DatabaseClock clock, NotificationReader reader, TemplateCheck templates) {
        this.clock = clock;
        this.reader = reader;
        this.templates = templates;
    }

    /** Before the commit begins, since it may wait for the platform: asks for templates of the items that are not known. */
    public void knowTemplates(@Body KeyedItems items) {
        templates.prepare(items.appId(), items.items().stream().map(one -> one.item().json()));
    }

    /** Under which keys earlier items are looked for. */
    public Map<String, Object> keys(@Variable("items") KeyedItems items) {
        return Map.of("app", items.appId(), "key_hashes", items.items().stream().map(item -> KeyedBatch.hash(item.key())).distinct().toList());
    }

    /**
     * Checks every item that is not known and gives the good ones their ids.
     *
     * @param earlier what the statement {@code find-idempotent-many} found
     */
    public KeyedBatch check(@Variable("items") KeyedItems items, @Body List<Map<String, Object>> earlier) throws IOException {
        Instant now = clock.instant();
        KeyedBatch batch = new KeyedBatch(items.appId(), now);
        for (Map<String, Object> row : earlier) {
            batch.know((String) row.get("key_hash"), (String) row.get("body_hash"), JSON.readTree(row.get("answer").toString()).path(0).asText());
        }
        for (int i = 0; i < items.items().size(); i++) {
            KeyedItem one = items.items().get(i);
            String keyHash = KeyedBatch.hash(one.key());
            String bodyHash = one.item().digestAlone();
            if (batch.knows(keyHash)) {
                batch.replay(i, keyHash, bodyHash);
                continue;
            }
            try {
                // A file is a campaign until its lines say otherwise.
                NewNotification notification = reader.read(items.appId(), one.item().json(), now, Lane.BULK);
                templates.check(items.appId(), notification, one.item().json().path("data"));
                batch.accept(UlidCreator.getMonotonicUlid().toString(), notification, keyHash, bodyHash);
            } catch (Refused e) {
                batch.reject(Rejection.of(i, e));
            }
        }
        return batch;
    }
}
