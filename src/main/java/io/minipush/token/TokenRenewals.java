package io.minipush.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.settings.App;
import io.minipush.settings.Settings;
import io.minipush.settings.TokenSource;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Utc;
import io.minipush.token.TokenPolicy.ForcedRefreshes;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the routes of {@code refresh-token.camel.yaml} need from Java: the request, which holds the secret, and the decision that
 * follows from the answer. It writes nothing itself.
 */
public final class TokenRenewals {

    private static final Logger LOG = LoggerFactory.getLogger(TokenRenewals.class);
    /** For two pauses of the garbage collector and a slow database. */
    private static final Duration SPARE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(30);

    private final Settings settings;
    private final DatabaseClock clock;
    private final long node;
    private final TokenPolicy policy;
    private final Duration lease;

    public TokenRenewals(Settings settings, DatabaseClock clock, long node) {
        this.settings = settings;
        this.clock = clock;
        this.node = node;
        this.policy = new TokenPolicy(settings.tokenMaxAge());
        Duration call = settings.connectTimeout().plus(settings.responseTimeout()).plus(SPARE);
        this.lease = call.compareTo(SHORTEST_LEASE) > 0 ? call : SHORTEST_LEASE;
    }

    /** The apps whose secrets this node knows; it cannot fetch for another. */
    public Set<String> apps() {
        return settings.apps().keySet();
    }

    /** The present, as statements take it. */
    public LocalDateTime now() {
        return clock.now();
    }

    /** An attempt to replace the token of this row. Nothing is taken yet. */
    public Renewal begin(@Variable("app") String app, @Body Map<String, Object> columns) {
        TokenRow row = new TokenRow(columns);
        java.sql.Date day = (java.sql.Date) columns.get("forced_day");
        ForcedRefreshes forced = new ForcedRefreshes(day == null ? null : day.toLocalDate(), (int) row.number("forced_count"), row.instant("forced_at"));
        String former = row.text("access_token");
        return new Renewal(app, row.number("version"), former, former != null && !row.flag("usable"), (int) row.number("failures"), forced,
                node, clock.now().plus(lease));
    }

    /** The body for {@code /cgi-bin/stable_token}. An entity of known length: the platform refuses chunks, and it does not print itself. */
    public HttpEntity stableRequest(@Variable("app") String app, @Variable("force") boolean force) {
        return new ByteArrayEntity(stableQuestion(settings.apps().get(app), force).toString().getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON);
    }

    /** What {@code /cgi-bin/stable_token} is asked. It has the secret in it. */
    public static ObjectNode stableQuestion(App app, boolean force) {
        return JsonNodeFactory.instance.objectNode()
                .put("grant_type", "client_credential")
                .put("appid", app.appId())
                .put("secret", app.secret())
                .put("force_refresh", force);
    }

    public TokenAnswer read(@Header("CamelHttpResponseCode") int status, @Body byte[] body) {
        return TokenAnswers.read(status, body);
    }

    /** @param force whether the answer came to a forced refresh */
    public RenewalStep decide(@Variable("renewal") Renewal renewal, @Variable("force") boolean force, @Body TokenAnswer answer) {
        Instant now = clock.instant();
        if (!(answer instanceof TokenAnswer.Granted granted)) {
            return fail(renewal, answer, policy.retryAfter(answer, renewal.failures(), now), now);
        }
        boolean same = renewal.isFormer(granted.token());
        if (!same || !renewal.refused()) {
            return take(renewal, granted, same, now);
        }
        if (!force && settings.tokenSource() == TokenSource.STABLE && policy.mayForce(renewal.forced(), now)) {
            return force(renewal, now);
        }
        TokenAnswer fault = new TokenAnswer.NoAnswer("the platform keeps handing out the token that it refuses");
        return fail(renewal, fault, policy.retryAfterRefusedTokenCameBack(), now);
    }

    private RenewalStep take(Renewal renewal, TokenAnswer.Granted granted, boolean same, Instant now) {
        Duration next = policy.refreshAfter(settings.tokenSource(), granted.life(), same);
        Map<String, Object> parameters = new HashMap<>(renewal.fence());
        parameters.put("access_token", granted.token());
        parameters.put("source", settings.tokenSource().name().toLowerCase(java.util.Locale.ROOT));
        parameters.put("fetched_at", Utc.column(now));
        parameters.put("expires_at", Utc.column(now.plus(granted.life())));
        parameters.put("refresh_at", Utc.column(now.plus(next)));
        return new RenewalStep(same ? RenewalStep.What.KEEP : RenewalStep.What.STORE, parameters,
                (same ? "the same token, good for " : "a new token, good for ") + granted.life().toSeconds() + " s; next in " + next.toSeconds() + " s");
    }

    private RenewalStep force(Renewal renewal, Instant now) {
        LocalDate today = policy.dayOf(now);
        Map<String, Object> parameters = new HashMap<>(renewal.fence());
        parameters.put("forced_day", today);
        parameters.put("forced_count", renewal.forced().on(today) + 1);
        parameters.put("forced_at", Utc.column(now));
        // A second call follows, so the lease has to hold anew.
        parameters.put("longer_lease", Utc.column(now).plus(lease));
        return new RenewalStep(RenewalStep.What.FORCE, parameters, "the platform gave the token that it refuses; forcing a new one");
    }

    /** The attempt goes on under the lease that {@link #decide} asked for. */
    public Renewal prolonged(@Variable("renewal") Renewal renewal, @Variable("step") RenewalStep step) {
        return renewal.withLeaseUntil((LocalDateTime) step.parameters().get("longer_lease"));
    }

    private RenewalStep fail(Renewal renewal, TokenAnswer answer, Duration next, Instant now) {
        Integer errcode = answer instanceof TokenAnswer.Refused refused ? refused.errcode() : null;
        String error = answer instanceof TokenAnswer.Refused refused ? refused.message() : ((TokenAnswer.NoAnswer) answer).reason();
        error = withoutSecrets(renewal, error);
        Map<String, Object> parameters = new HashMap<>(renewal.fence());
        parameters.put("last_errcode", errcode);
        parameters.put("last_error", error);
        parameters.put("refresh_at", Utc.column(now.plus(next)));
        return new RenewalStep(RenewalStep.What.FAIL, parameters,
                (errcode == null ? "" : errcode + " ") + error + " (" + (renewal.failures() + 1) + " in a row); next in " + next.toSeconds() + " s");
    }

    /** One line for the log about what came of an attempt. */
    public void report(@Variable("app") String app, @Variable("step") RenewalStep step, @Header("CamelSqlUpdateCount") int written) {
        if (written == 0) {
            LOG.warn("Token of {}: {}; it took so long that this node lost its lease, and nothing was changed", app, step.note());
        } else if (step.what() == RenewalStep.What.FAIL) {
            LOG.warn("No token for {}: {}", app, step.note());
        } else {
            LOG.info("Token of {}: {}", app, step.note());
        }
    }

    /** A server might repeat what it was asked. */
    private String withoutSecrets(Renewal renewal, String text) {
        String clean = text.replace(settings.apps().get(renewal.appId()).secret(), "xxxxxx");
        return renewal.formerToken() == null ? clean : clean.replace(renewal.formerToken(), "xxxxxx");
    }
}
