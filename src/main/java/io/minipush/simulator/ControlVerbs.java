package io.minipush.simulator;

import static io.minipush.simulator.VerbTable.done;
import static io.minipush.simulator.VerbTable.given;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each control call means. A record per body: its fields are the contract, and a field that is not there is refused. */
final class ControlVerbs {
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

    record Withdraw(String appid, String api, Integer errcode) {
    }

    private final SimulatedPlatform platform;

    ControlVerbs(VerbTable verbs, SimulatedPlatform platform) {
        this.platform = platform;
        verbs.post("apps", NewApp.class, this::app);
        verbs.post("forms", Forms.class, this::forms);
        verbs.post("codes", Code.class, b -> Map.of("code", platform.issueCode(given(b.appid, "appid"), given(b.openid, "openid"))));
        verbs.post("templates", Templates.class, b -> done(() -> platform.registerTemplates(given(b.appid, "appid"),
                given(b.templateIds, "template_ids"))));
        verbs.post("pages", Pages.class, b -> done(() -> platform.rejectPages(given(b.appid, "appid"), given(b.bad, "bad"))));
        verbs.post("faults", NewFault.class, this::fault);
        verbs.get("faults", (body, query) -> faults());
        verbs.delete("faults", platform::clearFaults);
        verbs.post("latency", Latency.class, b -> done(() -> platform.latency(Duration.ofMillis(given(b.millis, "millis")))));
        verbs.post("clock", Clock.class, this::clock);
        verbs.post("quota", NewQuota.class, this::quota);
        verbs.post("settings", Settings.class, this::settings);
        verbs.post("revoke", Revoke.class,
                b -> Map.of("revoked", platform.revokeTokens(given(b.appid, "appid"), Boolean.TRUE.equals(b.overlap))));
        verbs.post("use-form", UseForm.class,
                b -> Map.of("used", platform.useForm(given(b.appid, "appid"), given(b.formId, "form_id"))));
        verbs.post("pause", Which.class, b -> done(() -> platform.pause(Api.ofWireName(b.api))));
        verbs.post("release", Which.class, b -> Map.of("released", platform.release(Api.ofWireName(b.api))));
        verbs.get("scoreboard", (body, query) -> platform.scoreboard(query.getValue("appid")));
        verbs.get("requests", (body, query) -> Map.of(
                "counts", platform.requestCounts(query.getValue("appid")),
                "last", platform.requests(query.getValue("appid"))));
        verbs.post("withdraw", Withdraw.class, b -> done(() -> platform.withdraw(b.appid, Api.ofWireName(given(b.api, "api")),
                b.errcode == null ? 45103 : b.errcode)));
        verbs.delete("state", platform::reset);
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
}
