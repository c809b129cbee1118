package io.minipush.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds the scores of one or all apps up to a {@link Scoreboard}. Lives for one reading. */
final class ScoreSum {
    private final Map<String, Map<String, Long>> requests = new TreeMap<>();
    private final Map<String, Breach> breaches = new TreeMap<>();
    long issued;
    long tokenFetches;
    final Tally.Sum template = new Tally.Sum();
    final Tally.Sum subscribe = new Tally.Sum();
    int mostTokenCalls;
    long overlappingTokenCalls;

    static Scoreboard read(World world, String appid, int heldAnswers) {
        ScoreSum sum = new ScoreSum();
        if (appid == null) {
            world.allApps().forEach(app -> app.score.addTo(sum));
            world.nobody.score.addTo(sum);
        } else {
            world.appNamed(appid).score.addTo(sum);
        }
        return sum.scoreboard(world, appid, heldAnswers);
    }

    void request(Api api, String outcome, long count) {
        requests.computeIfAbsent(api.wireName(), a -> new TreeMap<>()).merge(outcome, count, Long::sum);
    }

    void breach(Breach breach) {
        breaches.merge(breach.kind(), breach, (a, b) -> new Breach(a.kind(), a.count() + b.count(), a.example()));
    }

    private Scoreboard scoreboard(World world, String appid, int heldAnswers) {
        long now = world.now();
        long used = 0;
        long expired = 0;
        for (IssuedForm form : world.forms.values()) {
            if (appid != null && !form.app.appid.equals(appid)) {
                continue;
            }
            if (form.usedUp()) {
                used++;
            } else if (form.expiredAt(now)) {
                expired++;
            }
        }
        Breach reused = breaches.get(Breach.FORM_ID_REUSED_FOR_OTHER_MESSAGE);
        return new Scoreboard(template.accepted, requests,
                new Scoreboard.Forms(issued, used, Math.max(0, issued - used - expired), expired),
                new ArrayList<>(breaches.values()), breaches.values().stream().mapToLong(Breach::count).sum(),
                template.sentTwice, reused == null ? 0 : reused.count(), tokenFetches,
                new Scoreboard.TokenCalls(mostTokenCalls, overlappingTokenCalls), heldAnswers,
                template.lastAt == 0 ? null : Instant.ofEpochMilli(template.firstAt),
                template.lastAt == 0 ? null : Instant.ofEpochMilli(template.lastAt), subscribe(world, appid));
    }

    private Scoreboard.Subscribe subscribe(World world, String appid) {
        long granted = 0;
        long left = 0;
        long used = 0;
        long dropped = 0;
        long refused = 0;
        for (App app : appid == null ? world.allApps() : List.of(world.appNamed(appid))) {
            for (SubscriptionReport one : app.subscribe.report(app.appid).toList()) {
                granted += one.granted();
                left += one.left();
                used += one.used();
                dropped += one.dropped();
                refused += one.refused();
            }
        }
        return new Scoreboard.Subscribe(subscribe.accepted, subscribe.sentInVain, subscribe.sentTwice,
                new Scoreboard.Credits(granted, left, used, dropped), refused);
    }
}
