package io.minipush.status;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Hears from the figures whether posts of this node get anywhere at all. A post that the platform never decided about, whatever came
 * in place of an answer, is repeated by itself, so no row of the database tells of it as late. Thread-safe.
 */
final class PlatformEar {

    /** What came in place of a decision, by the tag {@code errcode}. */
    private static final Map<String, String> IN_PLACE_OF_AN_ANSWER = Map.of("none", "no_answer", "null", "unreadable", "-1", "busy");
    private static final Pattern HTTP_STATUS = Pattern.compile("4[0-9]{2}");

    /**
     * @param answered posts that the platform decided about
     * @param vain     the others, by the word for what came instead
     */
    private record Posts(long answered, Map<String, Long> vain) {
    }

    /** @param silence of the time before: without a new post nothing has changed */
    private record Mark(Posts posts, Optional<String> silence) {
    }

    private static final Mark NOTHING = new Mark(new Posts(0, Map.of()), Optional.empty());

    private final MeterRegistry meters;
    private final Map<String, Mark> marks = new ConcurrentHashMap<>();

    PlatformEar(MeterRegistry meters) {
        this.meters = meters;
    }

    /** From now on counts what comes. To be called once a minute. */
    void mark(String appId) {
        marks.compute(appId, (app, before) -> {
            Posts now = posts(app);
            return new Mark(now, silence(before == null ? NOTHING : before, now));
        });
    }

    /**
     * What came in place of an answer to the posts since the mark, if none had one; if there were none, of those before.
     *
     * @return {@code no_answer}, {@code unreadable} (HTTP 5xx, no JSON), {@code busy} (-1) or {@code http_4NN}; empty if the platform decides
     */
    Optional<String> silence(String appId) {
        return silence(marks.getOrDefault(appId, NOTHING), posts(appId));
    }

    private static Optional<String> silence(Mark before, Posts now) {
        if (now.answered() > before.posts().answered()) {
            return Optional.empty();
        }
        return now.vain().keySet().stream().filter(word -> grown(word, before, now) > 0)
                .max((one, other) -> Long.compare(grown(one, before, now), grown(other, before, now))).or(before::silence);
    }

    private static long grown(String word, Mark before, Posts now) {
        return now.vain().get(word) - before.posts().vain().getOrDefault(word, 0L);
    }

    private Posts posts(String appId) {
        long answered = 0;
        Map<String, Long> vain = new HashMap<>();
        for (Timer timer : meters.find("minipush.platform.requests").tag("app", appId).timers()) {
            String errcode = timer.getId().getTag("errcode");
            String word = HTTP_STATUS.matcher(errcode).matches() ? "http_" + errcode : IN_PLACE_OF_AN_ANSWER.get(errcode);
            if (word == null) {
                answered += timer.count();
            } else {
                vain.merge(word, timer.count(), Long::sum);
            }
        }
        return new Posts(answered, vain);
    }
}
