package io.minipush.hands;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.minipush.dispatch.Holds;
import io.minipush.notification.Channel;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.storage.Utc;
import org.apache.camel.Body;

/**
 * Pauses an app or a template and lets it go on. Each method runs in the one commit of its caller, under the gate that every
 * claim needs: once it is committed, no claim on any node goes against it. Doing it twice is doing it once.
 */
public final class AppHands {

    /**
     * What somebody wants of an app.
     *
     * @param templateId for a hold or a release, else null
     */
    public record Wish(String appId, String templateId, String who) {
    }

    private final Statements statements;
    private final DatabaseClock clock;
    private final Audit audit;
    private final Holds holds;

    AppHands(Statements statements, DatabaseClock clock) {
        this.statements = statements;
        this.clock = clock;
        this.audit = new Audit(statements, clock);
        this.holds = new Holds(statements);
    }

    public void pause(@Body Wish wish) {
        if (gate(wish).get("paused_at") == null) {
            statements.update("pause-app", Map.of("app", wish.appId(), "now", clock.now()));
            audit.note(wish.who(), "pause", wish.appId(), null, null);
        }
    }

    /**
     * Also ends a rest that the platform caused: the next claim probes with one message. Lets the channels try again that the
     * platform withdrew. And a token that could not be fetched is asked for again at once: whoever mended what was wrong, a list of
     * addresses perhaps, need not wait. That alone changes nothing that the audit would tell of.
     */
    public void resume(@Body Wish wish) {
        Map<String, Object> gate = gate(wish);
        LocalDateTime now = clock.now();
        boolean paused = gate.get("paused_at") != null;
        boolean rests = gate.get("hold_until") != null && Utc.dateTime(gate.get("hold_until")).isAfter(now);
        List<String> withdrawn = Stream.of(Channel.values()).filter(channel -> holds.release(wish.appId(), channel.holdKey(), now)).map(Channel::word).toList();
        if (paused || rests) {
            statements.update("resume-app", Map.of("app", wish.appId(), "now", now));
        }
        statements.update("renew-token-soon", Map.of("app", wish.appId(), "now", now));
        if (paused || rests || !withdrawn.isEmpty()) {
            audit.note(wish.who(), "resume", wish.appId(), null, why(rests, withdrawn));
        }
    }

    private static String why(boolean rests, List<String> withdrawn) {
        if (!withdrawn.isEmpty()) {
            return "the platform had withdrawn: " + String.join(", ", withdrawn);
        }
        return rests ? "it rested after an answer of the platform" : null;
    }

    public void hold(@Body Wish wish) {
        gate(wish);
        if (holds.hold(wish.appId(), wish.templateId(), clock.now(), null, null)) {
            audit.note(wish.who(), "hold", wish.appId(), wish.templateId(), null);
        }
    }

    public void release(@Body Wish wish) {
        gate(wish);
        if (holds.release(wish.appId(), wish.templateId(), clock.now())) {
            audit.note(wish.who(), "release", wish.appId(), wish.templateId(), null);
        }
    }

    private Map<String, Object> gate(Wish wish) {
        return statements.row("lock-gate-of-app", Map.of("app", wish.appId())).orElseThrow();
    }
}
