package io.minipush.simulator.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells each app's server what has happened, if the app has a callback. Nothing waits for it: the events go out on threads of
 * their own, in no certain order, as on the real platform.
 */
public final class Pushes {
    /** After the first try. */
    private static final int REPEATS = 3;
    private final PushWorkers workers;
    private final LongSupplier clock;
    private final Callback everyApps;
    private final Random dice;
    private final Map<String, AppPushes> apps = new ConcurrentHashMap<>();
    private volatile PushSettings settings = PushSettings.REAL;
    private volatile boolean over;

    /**
     * @param clock     the platform's clock in milliseconds
     * @param everyApps the callback of each app that has none of its own; may be null
     */
    public Pushes(PushWorkers workers, LongSupplier clock, Callback everyApps, long seed) {
        this.workers = workers;
        this.clock = clock;
        this.everyApps = everyApps;
        this.dice = new Random(seed);
    }

    /** @param callback null if the app wants no events */
    public void callback(String appid, Callback callback) {
        app(appid).callback(callback);
    }

    public PushSettings settings() {
        return settings;
    }

    public void settings(PushSettings to) {
        settings = to;
    }

    /** The user has answered the popup. @param choices template to {@code accept} or {@code reject} */
    public void popup(String appid, String openid, long second, Map<String, String> choices) {
        List<Map<String, String>> entries = new ArrayList<>();
        choices.forEach((template, choice) -> entries.add(
                entry("TemplateId", template, "SubscribeStatusString", choice, "PopupScene", "0")));
        push(appid, new Event(EventKind.POPUP, openid, second, entries));
    }

    /** The user has switched the template off. The platform tells nothing when he switches one on. */
    public void change(String appid, String openid, long second, String templateId) {
        push(appid, new Event(EventKind.CHANGE, openid, second,
                List.of(entry("TemplateId", templateId, "SubscribeStatusString", "reject"))));
    }

    /** What has become of an accepted message. */
    public void sent(String appid, String openid, String templateId, long msgid, boolean arrived) {
        push(appid, new Event(EventKind.SENT, openid, second(), List.of(entry("TemplateId", templateId, "MsgID", Long.toString(msgid),
                "ErrorCode", arrived ? "0" : "-1", "ErrorStatus", arrived ? "success" : "failed: system failed"))));
    }

    /** Asks the server for the echo, as the console does when the callback is set.
     *  @throws IllegalArgumentException if the app has no callback */
    public EchoCheck check(String appid) {
        String echo = Long.toString(1_000_000_000_000_000_000L + (long) (draw() * 1e17));
        PushAnswer answer = workers.send(PushRequest.echo(callbackOf(appid), appid, echo, salt()), settings.timeout());
        return new EchoCheck(answer.status() == 200 && answer.body().equals(echo), answer);
    }

    /** Sends the last requests again, the same to the bit. Returns what was answered. */
    public List<PushAnswer> repeat(String appid, int last) {
        return app(appid).last(last).stream().map(request -> workers.send(request, settings.timeout())).toList();
    }

    /** Somebody who is not the platform tells the server that the user has accepted the template.
     *  @throws IllegalArgumentException if the app has no callback, or has one in plain mode where the forgery makes no sense */
    public PushAnswer forge(String appid, String openid, String templateId, Forgery how) {
        Callback callback = callbackOf(appid);
        if (how.needsSafeMode() && !callback.isSafe()) {
            throw new IllegalArgumentException("this forgery makes sense in safe mode only");
        }
        Event event = new Event(EventKind.POPUP, openid, second(),
                List.of(entry("TemplateId", templateId, "SubscribeStatusString", "accept", "PopupScene", "0")));
        return workers.send(PushRequest.forged(callback, appid, event, salt(), how), settings.timeout());
    }

    /** @param appid null for all apps together */
    public PushReport report(String appid) {
        if (appid != null) {
            return app(appid).report();
        }
        Map<String, Long> events = new TreeMap<>();
        Map<String, Long> answers = new TreeMap<>();
        long[] sums = new long[5];
        for (AppPushes app : apps.values()) {
            PushReport one = app.report();
            one.events().forEach((kind, count) -> events.merge(kind, count, Long::sum));
            one.answers().forEach((outcome, count) -> answers.merge(outcome, count, Long::sum));
            sums[0] += one.requests();
            sums[1] += one.delivered();
            sums[2] += one.givenUp();
            sums[3] += one.pending();
            sums[4] = Math.max(sums[4], one.slowest());
        }
        return new PushReport(events, sums[0], answers, sums[1], sums[2], sums[3], sums[4]);
    }

    /** Nothing is pushed any more, what is pending is dropped. */
    public void end() {
        over = true;
    }

    private void push(String appid, Event event) {
        PushSettings now = settings;
        AppPushes app = app(appid);
        if (app.callback() == null || !now.kinds().contains(event.kind())) {
            return;
        }
        int times = now.duplicateRate() > 0 && draw() < now.duplicateRate() ? 2 : 1;
        for (int i = 0; i < times; i++) {
            app.begins(event.kind());
            workers.later(now.delay(), () -> attempt(app, event, 0));
        }
    }

    private void attempt(AppPushes app, Event event, int repeats) {
        Callback callback = app.callback();
        if (over || callback == null) {
            app.ends(false);
            return;
        }
        PushRequest request = PushRequest.of(callback, app.appid, event, salt());
        app.sends(request);
        long begun = System.nanoTime();
        PushAnswer answer = workers.send(request, settings.timeout());
        app.answered(answer, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        if (answer.good() || repeats == REPEATS) {
            app.ends(answer.good());
        } else {
            Duration pause = settings.retryPause();
            workers.later(pause, () -> attempt(app, event, repeats + 1));
        }
    }

    private AppPushes app(String appid) {
        return apps.computeIfAbsent(appid, id -> new AppPushes(id, everyApps));
    }

    private Callback callbackOf(String appid) {
        Callback callback = app(appid).callback();
        if (callback == null) {
            throw new IllegalArgumentException("the app has no callback");
        }
        return callback;
    }

    private PushRequest.Salt salt() {
        synchronized (dice) {
            return PushRequest.Salt.of(second(), dice);
        }
    }

    private double draw() {
        synchronized (dice) {
            return dice.nextDouble();
        }
    }

    private long second() {
        return clock.getAsLong() / 1000;
    }

    private static Map<String, String> entry(String... namesAndValues) {
        Map<String, String> entry = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entry.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return entry;
    }
}
