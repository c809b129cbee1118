package io.minipush.token;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of all apps as this node knows them: a copy of the {@code token} table that is at most about a second old. The table is
 * the truth; a node never uses a token that is not in it.
 *
 * <p>Safe for use by any thread. Neither method may be called inside a transaction.
 */
public final class AccessTokens implements Tokens {

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
    private static final long POLL_MILLIS = 100;

    /** After somebody has fetched a new token the classic way, the platform takes the old one this long, and a little longer. */
    private static final Duration OVERLAP = Duration.ofMinutes(4);

    /**
     * @param keptUntil up to when somebody who keeps it may use it, even if the gateway fetches the next one ahead of need
     * @param failures  attempts in a row that brought no newer one
     * @param errcode   what the platform said to the last of them; null if it was no answer
     */
    private record Known(AccessToken token, boolean usable, LocalDateTime fetchedAt, LocalDateTime expiresAt, LocalDateTime keptUntil, long failures,
            Object errcode) {
    }

    /**
     * The token for somebody who keeps it for a while.
     *
     * @param life how long he may, in whole seconds
     */
    public record Lent(AccessToken token, Duration life) {
    }

    private record Refusal(String appId, long version) {
    }

    private final Statements statements;
    private final DatabaseClock clock;
    private final TokenMetrics metrics;
    private final Duration patience;
    private final Function<String, ? extends Future<?>> renew;
    private final Map<Refusal, CompletableFuture<Boolean>> flights = new ConcurrentHashMap<>();
    private volatile Map<String, Known> known = Map.of();

    /**
     * @param patience the longest that {@link #replace} blocks
     * @param renew    begins {@code direct:renew-token} for an appid on another thread
     */
    public AccessTokens(Statements statements, DatabaseClock clock, TokenMetrics metrics, Duration patience,
            Function<String, ? extends Future<?>> renew) {
        this.statements = statements;
        this.clock = clock;
        this.metrics = metrics;
        this.patience = patience;
        this.renew = renew;
    }

    /** @return the token to call the platform with; empty if there is none, it has expired, or the platform refused it */
    @Override
    public Optional<AccessToken> current(String appId) {
        Known entry = known.get(appId);
        return entry != null && isGood(entry) ? Optional.of(entry.token) : Optional.empty();
    }

    /** @return as {@link #current}, with how long it is good; empty also in its last second */
    public Optional<Lent> lend(String appId) {
        Known entry = known.get(appId);
        return current(appId).filter(token -> entry.token == token)
                .map(token -> new Lent(token, Duration.between(clock.now(), entry.keptUntil).truncatedTo(ChronoUnit.SECONDS)))
                .filter(lent -> lent.life.compareTo(Duration.ZERO) > 0);
    }

    /**
     * A sentence for each of these apps whose messages wait for a token that cannot be had. What the platform said besides its errcode is
     * left out: it may name addresses, and readiness is read without a key.
     */
    public List<String> warnings(Collection<String> apps) {
        return apps.stream().sorted().map(known::get).filter(entry -> entry != null && entry.failures > 0 && !isGood(entry))
                .map(entry -> "app " + entry.token.appId() + " has no usable access token: " + entry.failures + " attempt(s) in a row failed, the last with "
                        + (entry.errcode == null ? "no answer of the platform" : "errcode " + entry.errcode))
                .toList();
    }

    private boolean isGood(Known entry) {
        return entry.usable && entry.expiresAt.isAfter(clock.now());
    }

    /** Reads the table again. Called by the route {@code load-tokens} and after each renewal on this node. */
    public void reload() {
        Map<String, Known> fresh = new HashMap<>();
        for (Map<String, Object> columns : statements.rows("load-tokens", Map.of())) {
            TokenRow row = new TokenRow(columns);
            String app = row.text("app_id");
            fresh.put(app, new Known(new AccessToken(app, row.text("access_token"), row.number("version")), row.flag("usable"),
                    row.time("fetched_at"), row.time("expires_at"), keptUntil(row), row.number("failures"), columns.get("last_errcode")));
        }
        known = Map.copyOf(fresh);
        fresh.forEach((app, entry) -> metrics.fetchedAt(app, entry.fetchedAt));
    }

    /** A stable token stays the same until its end; a classic one is ended by its successor. */
    private LocalDateTime keptUntil(TokenRow row) {
        LocalDateTime end = row.time("expires_at");
        LocalDateTime next = row.time("refresh_at");
        if (end == null || !"classic".equals(row.text("source"))) {
            return end;
        }
        LocalDateTime overlap = (next.isAfter(clock.now()) ? next : clock.now()).plus(OVERLAP);
        return overlap.isBefore(end) ? overlap : end;
    }

    /**
     * The platform refused this token (40001, 40014, 42001): gets a newer one. Any number of threads may say so at the same time; one
     * of them asks for the others. Blocks until it is there or the patience is over.
     *
     * @return whether {@link #current} now gives a newer token than the refused one
     */
    @Override
    public boolean replace(AccessToken refused) {
        if (hasNewer(refused)) {
            return true;
        }
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> running = flights.putIfAbsent(keyOf(refused), mine);
        if (running != null) {
            return outcome(running);
        }
        boolean replaced = false;
        try {
            replaced = hasNewer(refused) || fetchNewer(refused);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("The token of {} could not be replaced", refused.appId(), e);
        } finally {
            flights.remove(keyOf(refused));
            mine.complete(replaced);
        }
        return replaced;
    }

    private static Refusal keyOf(AccessToken token) {
        return new Refusal(token.appId(), token.version());
    }

    private boolean hasNewer(AccessToken refused) {
        return current(refused.appId()).filter(token -> token.version() > refused.version()).isPresent();
    }

    private boolean outcome(CompletableFuture<Boolean> running) {
        try {
            return running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private boolean fetchNewer(AccessToken refused) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Future<?> renewal = null;
        while (true) {
            TokenRow row = read(refused.appId());
            if (row.number("version") > refused.version()) {
                reload();
                return hasNewer(refused);
            }
            if (row.flag("usable")) {
                markUnusable(refused, row);
                continue;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            LocalDateTime now = clock.now();
            boolean leased = row.time("lease_until") != null && row.time("lease_until").isAfter(now);
            LocalDateTime due = row.time("refresh_at");
            if (left <= 0 || (!leased && due.isAfter(now.plus(Duration.ofMillis(left))))) {
                return false;
            }
            if (!leased && !due.isAfter(now) && (renewal == null || renewal.isDone())) {
                renewal = renew.apply(refused.appId());
            }
            await(renewal, Math.min(left, POLL_MILLIS));
        }
    }

    private TokenRow read(String appId) {
        return new TokenRow(statements.row("read-token", Map.of("app", appId)).orElseThrow());
    }

    /** Of all callers in the cluster one wins; it alone counts. A token that died of age was not killed by anybody. */
    private void markUnusable(AccessToken refused, TokenRow row) {
        LocalDateTime now = clock.now();
        boolean foreign = row.time("expires_at").isAfter(now);
        int won = statements.update("mark-token-unusable",
                Map.of("app", refused.appId(), "version", refused.version(), "foreign", foreign ? 1 : 0, "now", now));
        if (won == 1) {
            reload();
            LOG.warn("The platform refused token version {} of {}{}", refused.version(), refused.appId(),
                    foreign ? " inside its life: somebody else fetched one, or the secret was reset" : ", which has expired");
            if (foreign) {
                metrics.foreignRefresh(refused.appId());
            }
        }
    }

    /** Wakes up when our own renewal is over, otherwise after a while to see what another node has done. */
    private static void await(Future<?> renewal, long millis) throws InterruptedException {
        if (renewal == null || renewal.isDone()) {
            TimeUnit.MILLISECONDS.sleep(millis);
            return;
        }
        try {
            renewal.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // look at the row, then go on waiting
        } catch (ExecutionException e) {
            LOG.warn("A renewal failed", e.getCause());
            TimeUnit.MILLISECONDS.sleep(millis);
        }
    }
}
