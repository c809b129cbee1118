package io.minipush.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.minipush.hands.AppHands;
import io.minipush.hands.BulkRetry;
import io.minipush.hands.Erasure;
import io.minipush.hands.NotificationHands;
import io.minipush.hands.Reach;
import io.minipush.hands.Search;
import io.minipush.json.Fields;
import io.minipush.json.NotJson;
import io.minipush.json.Refused;
import io.minipush.json.StrictJson;
import io.minipush.notification.State;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.Variable;

/** Reads what somebody wants done or told by hand; a parameter or member that means nothing is refused. Any thread. */
public final class HandsDoor {

    private static final List<String> STATES = Arrays.stream(State.values()).map(State::word).toList();
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(366);
    private static final int MOST_USERS = 10_000;
    private static final int LONGEST_REFERENCE = 256;
    private static final int PAGE = 50;
    private static final int LONGEST_PAGE = 500;
    private static final String ULID = "[0-9A-Za-z]{26}";
    /** Beyond every id, of which none begins with a letter after Z. */
    private static final String NEWEST = "~";

    private final DatabaseClock clock;

    HandsDoor(DatabaseClock clock) {
        this.clock = clock;
    }

    public Search search(@Variable("request") DoorRequest request) {
        Query query = new Query(request.query());
        State state = query.choice("state", STATES).map(HandsDoor::state).orElse(null);
        Search search = new Search(request.appId(), state, query.id("openid").orElse(null),
                query.line("reference", LONGEST_REFERENCE).orElse(null), query.number("errcode", Integer.MIN_VALUE, Integer.MAX_VALUE).orElse(null),
                limit(query), query.cursor("cursor", ULID).orElse(NEWEST));
        query.check();
        return search;
    }

    /** Which page of the audit; as its statement names it. */
    public Map<String, Object> audit(@Variable("request") DoorRequest request) {
        Query query = new Query(request.query());
        Map<String, Object> page = Map.of("app", request.appId(), "n", limit(query) + 1,
                "before_no", query.cursor("cursor", "\\d{1,18}").map(Long::valueOf).orElse(Long.MAX_VALUE));
        query.check();
        return page;
    }

    private static int limit(Query query) {
        return query.number("limit", 1, LONGEST_PAGE).orElse(PAGE);
    }

    public NotificationHands.Wish cancel(@Variable("request") DoorRequest request) throws NotJson {
        takesNoQuery(request);
        done(body(request));
        return new NotificationHands.Wish(id(request), request.apps(), request.who(), null);
    }

    public NotificationHands.Wish retry(@Variable("request") DoorRequest request) throws NotJson {
        takesNoQuery(request);
        Fields body = body(request);
        Instant expiresAt = expiresAt(body);
        done(body);
        return new NotificationHands.Wish(id(request), request.apps(), request.who(), expiresAt);
    }

    public BulkRetry bulk(@Variable("request") DoorRequest request) throws NotJson {
        takesNoQuery(request);
        Fields body = body(request);
        body.require("state");
        State state = body.choice("state", "failed", "uncertain", "expired").map(HandsDoor::state).orElse(null);
        Integer errcode = body.number("errcode").orElse(null);
        Instant expiresAt = expiresAt(body);
        done(body);
        return new BulkRetry(request.appId(), state, errcode, expiresAt, request.who());
    }

    public AppHands.Wish app(@Variable("request") DoorRequest request) throws NotJson {
        takesNoQuery(request);
        done(body(request));
        String template = request.templateId();
        if (template != null && !template.matches("[!-~]{1,128}")) {
            throw new Refused(Refused.INVALID, "/template_id", "must be 1 to 128 printable ASCII characters without blanks");
        }
        return new AppHands.Wish(request.appId(), template, request.who());
    }

    /** Whom the path names is not told to anybody: neither an error nor the audit repeats it. */
    public Erasure erasure(@Variable("request") DoorRequest request) {
        takesNoQuery(request);
        if (!request.openid().matches("[!-~]{1,128}")) {
            throw new Refused(Refused.INVALID, "/openid", "must be 1 to 128 printable ASCII characters without blanks");
        }
        return new Erasure(request.appId(), request.openid(), request.who());
    }

    public Reach.Question reach(@Variable("request") DoorRequest request) throws NotJson {
        takesNoQuery(request);
        Fields body = body(request);
        body.require("openids");
        Set<String> openids = new LinkedHashSet<>(body.ids("openids", MOST_USERS, 128));
        String template = body.id("template_id", 128).orElse(null);
        done(body);
        return new Reach.Question(request.appId(), template, List.copyOf(openids));
    }

    /** All apps that the caller may see, or the one of the path. */
    public Collection<String> apps(@Variable("request") DoorRequest request) {
        takesNoQuery(request);
        return request.appId() == null ? request.apps() : List.of(request.appId());
    }

    private static void takesNoQuery(DoorRequest request) {
        new Query(request.query()).check();
    }

    private static String id(DoorRequest request) {
        if (!request.id().matches(ULID)) {
            throw Answers.noSuchNotification();
        }
        return request.id();
    }

    private static State state(String word) {
        return State.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The body's members; no body is an empty object. */
    private static Fields body(DoorRequest request) throws NotJson {
        if (request.body().length > 0 && !request.mediaType().equalsIgnoreCase(BodyFilter.JSON)) {
            throw Problem.of(415, "the body must be " + BodyFilter.JSON);
        }
        return Fields.of(request.body().length == 0 ? JsonNodeFactory.instance.objectNode() : StrictJson.read(request.body()));
    }

    private static void done(Fields body) {
        body.refuseOthers();
        body.check();
    }

    private Instant expiresAt(Fields body) {
        Instant now = clock.instant();
        Optional<Instant> expiresAt = body.time("expires_at");
        if (expiresAt.isPresent() && !expiresAt.get().isAfter(now)) {
            body.fault("expires_at", "must lie in the future");
        } else if (expiresAt.isPresent() && expiresAt.get().isAfter(now.plus(LONGEST_LIFETIME))) {
            body.fault("expires_at", "must lie within " + LONGEST_LIFETIME.toDays() + " days");
        }
        return expiresAt.orElse(null);
    }
}
