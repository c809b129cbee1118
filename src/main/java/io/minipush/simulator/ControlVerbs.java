package io.minipush.simulator;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.util.Fields;

/** What each control call means. A record per body: its fields are the contract, and a field that is not there is refused. */
final class ControlVerbs {
    /** Runs one call; an {@link IllegalArgumentException} is the caller's mistake. */
    interface Verb {
        Object run(byte[] body, Fields query);
    }

    record NewApp(String appid, String secret) {
    }

    record Forms(String appid, List<String> openids, Integer each, String kind, Long ageSeconds) {
    }

    record Code(String appid, String openid) {
    }

    record Templates(String appid, List<String> templateIds) {
    }

    record Pages(String appid, List<String> bad) {
    }

    record NewFault(String api, String fault, Double rate, Long count, Integer errcode, String appid, Double seconds) {
    }

    record Latency(Long millis) {
    }

    record Clock(String offset) {
    }

    record NewQuota(String appid, String api, Long perDay, Long perMinute) {
    }

    record Settings(Double tokenSeconds, Double prepayWaitSeconds, Boolean strictPages) {
    }

    record Revoke(String appid, Boolean overlap) {
    }

    record UseForm(String appid, String formId) {
    }

    record Which(String api) {
    }

    private final SimulatedPlatform platform;
    private final Map<String, Verb> verbs = new HashMap<>();

    ControlVerbs(SimulatedPlatform platform) {
        this.platform = platform;
        post("apps", NewApp.class, this::app);
        post("forms", Forms.class, this::forms);
        post("codes", Code.class, b -> Map.of("code", platform.issueCode(given(b.appid, "appid"), given(b.openid, "openid"))));
        post("templates", Templates.class, b -> done(() -> platform.registerTemplates(given(b.appid, "appid"),
                given(b.templateIds, "template_ids"))));
        post("pages", Pages.class, b -> done(() -> platform.rejectPages(given(b.appid, "appid"), given(b.bad, "bad"))));
        post("faults", NewFault.class, this::fault);
        verbs.put("GET /simulator/faults", (body, query) -> faults());
        verbs.put("DELETE /simulator/faults", (body, query) -> done(platform::clearFaults));
        post("latency", Latency.class, b -> done(() -> platform.latency(Duration.ofMillis(given(b.millis, "millis")))));
        post("clock", Clock.class, this::clock);
        post("quota", NewQuota.class, this::quota);
        post("settings", Settings.class, this::settings);
        post("revoke", Revoke.class,
                b -> Map.of("revoked", platform.revokeTokens(given(b.appid, "appid"), Boolean.TRUE.equals(b.overlap))));
        post("use-form", UseForm.class,
                b -> Map.of("used", platform.useForm(given(b.appid, "appid"), given(b.formId, "form_id"))));
        post("pause", Which.class, b -> done(() -> platform.pause(Api.ofWireName(b.api))));
        post("release", Which.class, b -> Map.of("released", platform.release(Api.ofWireName(b.api))));
        verbs.put("GET /simulator/scoreboard", (body, query) -> platform.scoreboard(query.getValue("appid")));
        verbs.put("GET /simulator/requests", (body, query) -> Map.of(
                "counts", platform.requestCounts(query.getValue("appid")),
                "last", platform.requests(query.getValue("appid"))));
        verbs.put("DELETE /simulator/state", (body, query) -> done(platform::reset));
    }

    /** @param call method and path, as in {@code POST /simulator/forms}
     *  @return null if there is no such call */
    Verb find(String call) {
        return verbs.get(call);
    }

    private interface Typed<T> {
        Object run(T body);
    }

    private <T> void post(String name, Class<T> type, Typed<T> action) {
        verbs.put("POST /simulator/" + name, (body, query) -> action.run(ControlJson.read(body, type)));
    }

    private static Object done(Runnable action) {
        action.run();
        return Map.of("ok", true);
    }

    private Object app(NewApp body) {
        return done(() -> platform.addApp(given(body.appid, "appid"), given(body.secret, "secret")));
    }

    private Object forms(Forms body) {
        FormKind kind = switch (body.kind == null ? "form" : body.kind) {
            case "form" -> FormKind.FORM;
            case "prepay" -> FormKind.PREPAY;
            default -> throw new IllegalArgumentException("kind is form or prepay");
        };
        return Map.of("forms", platform.issueForms(given(body.appid, "appid"), given(body.openids, "openids"),
                body.each == null ? 1 : body.each, kind, Duration.ofSeconds(body.ageSeconds == null ? 0 : body.ageSeconds)));
    }

    private Object fault(NewFault body) {
        FaultKind kind = FaultKind.ofWireName(given(body.fault, "fault").toLowerCase(Locale.ROOT));
        platform.inject(new Fault(Api.ofWireName(body.api), kind, body.rate == null ? 1 : body.rate, body.count, body.errcode,
                body.appid, body.seconds == null ? null : seconds(body.seconds)));
        return faults();
    }

    private Object faults() {
        return Map.of("faults", platform.faults().stream().map(ControlJson::fault).toList());
    }

    private Object clock(Clock body) {
        try {
            platform.clockOffset(Duration.parse(given(body.offset, "offset")));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("offset is a duration such as PT169H");
        }
        return Map.of("now", platform.now().toString());
    }

    private Object quota(NewQuota body) {
        Api api = Api.ofWireName(given(body.api, "api"));
        QuotaLimits limits = new QuotaLimits(body.perDay == null ? 0 : body.perDay, body.perMinute == null ? 0 : body.perMinute);
        for (Api each : api == null ? Api.values() : new Api[] {api}) {
            platform.quota(body.appid, each, limits);
        }
        return Map.of("ok", true);
    }

    private Object settings(Settings body) {
        PlatformSettings settings = platform.settings();
        if (body.tokenSeconds != null) {
            settings = settings.withTokenLife(seconds(body.tokenSeconds));
        }
        if (body.prepayWaitSeconds != null) {
            settings = settings.withPrepayWait(seconds(body.prepayWaitSeconds));
        }
        if (body.strictPages != null) {
            settings = settings.withStrictPages(body.strictPages);
        }
        platform.settings(settings);
        return settings;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static <T> T given(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
