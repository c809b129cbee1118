package io.minipush.simulator;

import static io.minipush.simulator.VerbTable.done;
import static io.minipush.simulator.VerbTable.given;

import io.minipush.simulator.push.Callback;
import io.minipush.simulator.push.EventKind;
import io.minipush.simulator.push.Forgery;
import io.minipush.simulator.push.PushFormat;
import io.minipush.simulator.push.PushSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The control calls about events. A record per body: its fields are the contract. */
final class PushVerbs {
    record NewCallback(String appid, String url, String token, String aesKey, String format) {
    }

    record Settings(List<String> kinds, Double delaySeconds, Double timeoutSeconds, Double retrySeconds, Double duplicateRate,
            Double failRate, Long failNext) {
    }

    record Which(String appid) {
    }

    record Repeat(String appid, Integer last) {
    }

    record Forge(String appid, String openid, String templateId, String how) {
    }

    private final SimulatedEvents events;

    PushVerbs(VerbTable verbs, SimulatedEvents events) {
        this.events = events;
        verbs.post("callback", NewCallback.class, this::callback);
        verbs.post("push-settings", Settings.class, this::settings);
        verbs.post("push-check", Which.class, b -> events.check(given(b.appid, "appid")));
        verbs.post("push-repeat", Repeat.class,
                b -> Map.of("answers", events.repeat(given(b.appid, "appid"), b.last == null ? 1 : b.last)));
        verbs.post("push-forge", Forge.class, b -> events.forge(given(b.appid, "appid"), given(b.openid, "openid"),
                given(b.templateId, "template_id"), Forgery.ofWireName(given(b.how, "how"))));
        verbs.get("pushes", (body, query) -> events.report(query.getValue("appid")));
    }

    private Object callback(NewCallback body) {
        return done(() -> events.callback(given(body.appid, "appid"), body.url == null ? null
                : new Callback(body.url, given(body.token, "token"), body.aesKey, format(body.format))));
    }

    private Object settings(Settings body) {
        PushSettings settings = events.settings();
        if (body.kinds != null) {
            settings = settings.only(body.kinds.stream().map(EventKind::ofWireName).toArray(EventKind[]::new));
        }
        if (body.delaySeconds != null) {
            settings = settings.withDelay(seconds(body.delaySeconds));
        }
        if (body.timeoutSeconds != null) {
            settings = settings.withTimeout(seconds(body.timeoutSeconds));
        }
        if (body.retrySeconds != null) {
            settings = settings.withRetryPause(seconds(body.retrySeconds));
        }
        if (body.duplicateRate != null) {
            settings = settings.withDuplicateRate(body.duplicateRate);
        }
        events.settings(settings);
        if (body.failRate != null) {
            events.failSent(body.failRate);
        }
        if (body.failNext != null) {
            events.failNextSent(body.failNext);
        }
        return settings;
    }

    private static PushFormat format(String name) {
        return switch (name == null ? "json" : name) {
            case "json" -> PushFormat.JSON;
            case "xml" -> PushFormat.XML;
            default -> throw new IllegalArgumentException("format is json or xml");
        };
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
