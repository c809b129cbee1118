package io.minipush.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.UlidCreator;
import io.minipush.json.Fault;
import io.minipush.json.NotJson;
import io.minipush.json.Refused;
import io.minipush.json.StrictJson;
import io.minipush.notification.Lane;
import io.minipush.notification.NewNotification;
import io.minipush.notification.NotificationReader;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Utc;
import io.minipush.template.TemplateCheck;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.dao.PessimisticLockingFailureException;

/** The steps of {@code accept-notification} that are not SQL. Any thread. */
public final class NotificationIntake {

    /** The reason of a key that came with two different bodies. */
    public static final String KEY_REUSED = "idempotency_key_reused";

    private static final int MOST_FAULTS = 100;

    private final DatabaseClock clock;
    private final NotificationReader reader;
    private final TemplateCheck templates;

    public NotificationIntake(DatabaseClock clock, NotificationReader reader, TemplateCheck templates) {
        this.clock = clock;
        this.reader = reader;
        this.templates = templates;
    }

    /** Before anything else, since it may wait for the platform: asks for templates of the items that are not known. */
    public void knowTemplates(@Body Submission submission) {
        templates.prepare(submission.appId(), submission.items().stream().map(Submission.Item::json));
    }

    /**
     * Checks every item and gives the good ones their ids.
     *
     * @throws Refused if nothing is left, unless a key is given: the same key may have been answered when the items were still good
     */
    public NotificationBatch check(Submission submission) {
        Instant now = clock.instant();
        // A list is a campaign until its items say otherwise.
        Lane lane = submission.list() ? Lane.BULK : Lane.NORMAL;
        List<String> ids = new ArrayList<>();
        List<NewNotification> accepted = new ArrayList<>();
        List<Rejection> rejections = new ArrayList<>();
        for (int i = 0; i < submission.items().size(); i++) {
            NewNotification notification = null;
            try {
                notification = read(submission.appId(), submission.items().get(i), now, lane);
            } catch (Refused e) {
                rejections.add(submission.list() ? Rejection.of(i, e) : new Rejection(i, e.reason(), e.faults()));
            }
            accepted.add(notification);
            ids.add(notification == null ? null : UlidCreator.getMonotonicUlid().toString());
        }
        NotificationBatch batch = new NotificationBatch(submission.appId(), submission.list(), ids, accepted, rejections,
                submission.key(), submission.key().isPresent() ? submission.digest() : "", now);
        if (!batch.isKeyed()) {
            refuseNothing(batch);
        }
        return batch;
    }

    private NewNotification read(String appId, Submission.Item item, Instant now, Lane lane) {
        if (item.json() == null) {
            throw new Refused(Rejection.NOT_JSON, "", item.fault());
        }
        NewNotification notification = reader.read(appId, item.json(), now, lane);
        templates.check(appId, notification, item.json().path("data"));
        return notification;
    }

    /** @throws Refused if no item of the batch is good */
    public void refuseNothing(@Variable("batch") NotificationBatch batch) {
        if (!batch.isNothing()) {
            return;
        }
        if (!batch.list()) {
            Rejection only = batch.rejections().get(0);
            throw new Refused(only.reason(), only.errors());
        }
        if (batch.ids().isEmpty()) {
            throw new Refused(Refused.INVALID, "", "has no items");
        }
        List<Fault> faults = batch.rejections().stream()
                .flatMap(rejection -> rejection.errors().stream().map(fault -> fault.inside(rejection.index())))
                .limit(MOST_FAULTS).toList();
        throw new Refused(batch.rejections().get(0).reason(), faults);
    }

    /** The answer once the batch is committed. */
    public Acceptance accepted(@Variable("batch") NotificationBatch batch) {
        return new Acceptance(batch.appId(), batch.list(), batch.ids(), batch.rejections(), reference(batch), batch.createdAt(), false);
    }

    /** Where an earlier request with this key is found. */
    public Map<String, Object> keyOf(@Variable("batch") NotificationBatch batch) {
        return Map.of("app", batch.appId(), "key_hash", batch.keyHash());
    }

    /**
     * The answer of the earlier request with the same key.
     *
     * @param earlier its row
     * @throws Refused if its body was another one
     */
    public Acceptance replayed(@Variable("batch") NotificationBatch batch, @Body Map<String, Object> earlier) throws NotJson {
        if (earlier == null) {
            // It was there when the insert met it; the purge took it since. A repeat will be taken as new.
            throw new PessimisticLockingFailureException("the earlier request with this key has just been forgotten");
        }
        if (!batch.digest().equals(earlier.get("body_hash"))) {
            throw new Refused(KEY_REUSED, "", "this idempotency key was used with another body");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode id : StrictJson.read(earlier.get("answer").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
            ids.add(id.textValue());
        }
        List<Rejection> rejections = batch.rejections().stream().filter(rejection -> ids.get(rejection.index()) == null).toList();
        Instant createdAt = Utc.instant(earlier.get("created_at"));
        return new Acceptance(batch.appId(), batch.list(), ids, rejections, reference(batch), createdAt, true);
    }

    private static String reference(NotificationBatch batch) {
        return batch.list() ? null : Optional.ofNullable(batch.accepted().get(0)).map(NewNotification::reference).orElse(null);
    }
}
