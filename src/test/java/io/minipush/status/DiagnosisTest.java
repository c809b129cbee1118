package io.minipush.status;

import static io.minipush.status.Finding.Cause.BUDGET_USED;
import static io.minipush.status.Finding.Cause.CHANNEL_WITHDRAWN;
import static io.minipush.status.Finding.Cause.LATE;
import static io.minipush.status.Finding.Cause.NO_CREDITS;
import static io.minipush.status.Finding.Cause.PAUSED;
import static io.minipush.status.Finding.Cause.PLATFORM_AWAY;
import static io.minipush.status.Finding.Cause.RESTS;
import static io.minipush.status.Finding.Cause.ROUTE_STOPPED;
import static io.minipush.status.Finding.Cause.TEMPLATE_HELD;
import static io.minipush.status.Finding.Cause.TOKEN_LATE;
import static io.minipush.status.Finding.Cause.TOKEN_MISSING;
import static io.minipush.status.Finding.Cause.TOKEN_REFUSED;
import static io.minipush.status.Finding.Cause.UNCERTAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.minipush.status.Finding.Cause;
import io.minipush.token.TokenHealth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant NEXT_TRY = Instant.parse("2026-03-01T08:05:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T16:00:00Z");

    /** An app of which all is well, until something is set. */
    private static final class Case {
        Instant pausedAt;
        List<String> stopped = List.of();
        TokenHealth token = TokenHealth.FRESH;
        Integer tokenErrcode;
        String tokenError;
        Instant holdUntil;
        List<Situation.Withdrawn> withdrawn = List.of();
        List<String> held = List.of();
        long used;
        String silence;
        long accepted;
        long waiting;
        long uncertain;
        Duration oldest = Duration.ZERO;

        Situation situation() {
            return new Situation(NOW, pausedAt, pausedAt == null ? null : "alice (ops)", stopped,
                    token == null ? Situation.Token.NOT_NEEDED : new Situation.Token(token, tokenErrcode, tokenError, NEXT_TRY), holdUntil, holdUntil == null ? null : 45009,
                    holdUntil == null ? null : "day_limit", withdrawn, held, used, 950, MIDNIGHT, silence, accepted, waiting, uncertain, oldest);
        }
    }

    private static Arguments row(String what, java.util.function.Consumer<Case> set, Cause... causes) {
        Case app = new Case();
        set.accept(app);
        return Arguments.of(what, app.situation(), List.of(causes));
    }

    static Stream<Arguments> table() {
        return Stream.of(
                row("nothing wrong", app -> { }),
                row("a platform without tokens", app -> app.token = null),
                row("paused", app -> app.pausedAt = NOW.minusSeconds(60), PAUSED),
                row("paused, and late because of it", app -> {
                    app.pausedAt = NOW.minusSeconds(600);
                    app.oldest = Duration.ofSeconds(600);
                }, PAUSED),
                row("a route stopped", app -> app.stopped = List.of("send-notification"), ROUTE_STOPPED),
                row("the token refused", app -> {
                    app.token = TokenHealth.FAILING;
                    app.tokenErrcode = 40125;
                    app.tokenError = "invalid appsecret";
                }, TOKEN_REFUSED),
                row("no token, and no answer why", app -> app.token = TokenHealth.FAILING, TOKEN_MISSING),
                row("the next token overdue", app -> app.token = TokenHealth.STALE, TOKEN_LATE),
                row("rests", app -> app.holdUntil = NOW.plusSeconds(60), RESTS),
                row("its rest is over", app -> app.holdUntil = NOW.minusSeconds(1)),
                row("its rest is just over", app -> app.holdUntil = NOW),
                row("the platform does not answer", app -> {
                    app.silence = "no_answer";
                    app.accepted = 3;
                }, PLATFORM_AWAY),
                row("the platform did not answer, nothing is left to send", app -> app.silence = "no_answer"),
                row("one post below the budget", app -> app.used = 949),
                row("the ordinary budget used up", app -> app.used = 950, BUDGET_USED),
                row("a channel withdrawn", app -> app.withdrawn = List.of(new Situation.Withdrawn("template", 45103, "gone")), CHANNEL_WITHDRAWN),
                row("a template held", app -> app.held = List.of("T"), TEMPLATE_HELD),
                row("no credits for some", app -> app.waiting = 2, NO_CREDITS),
                row("some that nobody can tell about", app -> app.uncertain = 1, UNCERTAIN),
                row("late for no known reason", app -> app.oldest = Duration.ofSeconds(61), LATE),
                row("a minute is not late", app -> app.oldest = Duration.ofSeconds(60)),
                row("what only some wait for explains no lateness", app -> {
                    app.waiting = 1;
                    app.oldest = Duration.ofSeconds(61);
                }, NO_CREDITS, LATE),
                row("several: what stops all comes first", app -> {
                    app.pausedAt = NOW;
                    app.token = TokenHealth.FAILING;
                    app.tokenErrcode = 40125;
                    app.waiting = 1;
                }, PAUSED, TOKEN_REFUSED, NO_CREDITS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void saysWhy(String what, Situation situation, List<Cause> causes) {
        assertThat(Diagnosis.of(situation)).extracting(Finding::cause).isEqualTo(causes);
    }

    @Test
    void saysWhoSinceWhenAndUntilWhen() {
        Case app = new Case();
        app.pausedAt = NOW.minusSeconds(60);
        app.used = 950;
        app.accepted = 3;
        app.waiting = 2;
        app.token = TokenHealth.FAILING;
        app.tokenErrcode = 40164;
        app.tokenError = "invalid ip";
        app.silence = "busy";
        app.withdrawn = List.of(new Situation.Withdrawn("subscribe", 46101, "gone"));
        List<Finding> found = Diagnosis.of(app.situation());
        assertThat(found).containsExactly(
                new Finding(PAUSED, NOW.minusSeconds(60), null, "alice (ops)", null, null, 5L, List.of()),
                new Finding(TOKEN_REFUSED, null, NEXT_TRY, null, 40164, "invalid ip", 3L, List.of()),
                new Finding(PLATFORM_AWAY, null, null, null, null, "busy", 3L, List.of()),
                new Finding(BUDGET_USED, null, MIDNIGHT, null, null, null, 3L, List.of()),
                new Finding(CHANNEL_WITHDRAWN, null, null, null, 46101, "gone", null, List.of("subscribe")),
                new Finding(NO_CREDITS, null, null, null, null, null, 2L, List.of()));
    }
}
