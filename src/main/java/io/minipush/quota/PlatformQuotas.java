package io.minipush.quota;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.minipush.notification.Channel;
import io.minipush.platform.QueryAnswer;
import io.minipush.settings.App;
import io.minipush.settings.Settings;
import io.minipush.settings.TokenSource;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Utc;
import io.minipush.token.AccessTokens;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes of {@code read-quotas.camel.yaml} need from Java. It writes nothing itself. Any thread. */
public final class PlatformQuotas {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformQuotas.class);

    /**
     * One quota to ask for.
     *
     * @param known whether it has a row in {@code platform_quota}
     */
    public record Question(String appId, QuotaCall call, boolean known, LocalDateTime now, LocalDateTime askedBefore) {

        /** As the statements name it. */
        public Map<String, Object> parameters() {
            return Map.of("app", appId, "cgi_path", call.path(), "now", now, "asked_before", askedBefore);
        }

        /** The body of the call; bytes, since the platform refuses chunks. */
        public byte[] request() {
            return JsonNodeFactory.instance.objectNode().put("cgi_path", call.path()).toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    private final Settings settings;
    private final DatabaseClock clock;
    private final AccessTokens tokens;
    /** Whose last answer was none: such a line is written once. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    PlatformQuotas(Settings settings, DatabaseClock clock, AccessTokens tokens) {
        this.settings = settings;
        this.clock = clock;
        this.tokens = tokens;
    }

    /**
     * What is to be asked for now: the send calls that an app uses and the token call in use, each at its time, of apps that have a usable token.
     *
     * @param running   of the statement {@code running-apps}
     * @param remembered of the statement {@code platform-quotas}
     */
    public List<Question> due(@Variable("remembered") List<Map<String, Object>> remembered, @Body List<Map<String, Object>> running) {
        LocalDateTime now = clock.now();
        List<Question> due = new ArrayList<>();
        for (Map<String, Object> row : running) {
            App app = settings.apps().get((String) row.get("app_id"));
            if (app == null || !app.isOnWeChat() || tokens.current(app.appId()).isEmpty()) {
                continue;
            }
            for (QuotaCall call : calls(app, row.get("uses_templates") != null)) {
                Map<String, Object> last = remembered.stream().filter(one -> app.appId().equals(one.get("app_id")) && call.path().equals(one.get("cgi_path"))).findFirst().orElse(null);
                LocalDateTime askedBefore = now.minus(QuotaPace.pause(last == null ? null : (Integer) last.get("errcode")));
                if (last == null || !Utc.dateTime(last.get("asked_at")).isAfter(askedBefore)) {
                    due.add(new Question(app.appId(), call, last != null, now, askedBefore));
                }
            }
        }
        return due;
    }

    /** @param subscribes whether somebody has used the app's subscribe channel, or asked for its templates */
    private Set<QuotaCall> calls(App app, boolean subscribes) {
        Set<QuotaCall> calls = new LinkedHashSet<>();
        calls.add(app.channel() == Channel.SUBSCRIBE ? QuotaCall.SUBSCRIBE_SEND : QuotaCall.TEMPLATE_SEND);
        if (subscribes) {
            calls.add(QuotaCall.SUBSCRIBE_SEND);
        }
        calls.add(settings.tokenSource() == TokenSource.STABLE ? QuotaCall.STABLE_TOKEN : QuotaCall.TOKEN);
        return calls;
    }

    public QueryAnswer read(@Header("CamelHttpResponseCode") int status, @Body byte[] body) {
        return QueryAnswer.read(status, body);
    }

    /** @return as the statement {@code store-platform-quota} names it; null if what is known stays as it is */
    public Map<String, Object> figures(@Variable("question") Question question, @Body QueryAnswer answer) {
        JsonNode quota = answer.body().path("quota");
        boolean told = answer.isAnswered() && quota.path("daily_limit").isIntegralNumber() && quota.path("used").isIntegralNumber() && quota.path("remain").isIntegralNumber();
        Integer errcode = answer.isNoSuchCall() ? Integer.valueOf(answer.status()) : answer.errcode();
        if (!told && (errcode == null || !QuotaPace.isNotTold(errcode))) {
            complain(question, answer.isAnswered() ? "the answer has no figures" : answer.why());
            return null;
        }
        failing.remove(name(question));
        Map<String, Object> figures = new HashMap<>(question.parameters());
        figures.put("read_at", told ? clock.now() : null);
        figures.put("daily_limit", told ? quota.path("daily_limit").longValue() : null);
        figures.put("used", told ? quota.path("used").longValue() : null);
        figures.put("remain", told ? quota.path("remain").longValue() : null);
        figures.put("errcode", told ? null : errcode);
        return figures;
    }

    /** Nothing depends on these figures, so one line is enough until they come again. */
    private void complain(Question question, String why) {
        if (failing.add(name(question))) {
            LOG.info("The platform does not tell the quota of {} for {}: {}", question.appId(), question.call().word(), why);
        } else {
            LOG.debug("The platform still does not tell the quota of {} for {}: {}", question.appId(), question.call().word(), why);
        }
    }

    private static String name(Question question) {
        return question.appId() + " " + question.call();
    }
}
