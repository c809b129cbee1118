package io.minipush.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.minipush.storage.DatabaseClock;
import io.minipush.storage.OneCommit;
import io.minipush.storage.QueryFiles;
import io.minipush.storage.ScratchDatabase;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Hands made-up notifications and credits in through the edited routes behind the doors, on a database of their own, and through
 * the built-in ones: the answers and what the tables then hold must be the same. A step that fails here would refuse what
 * producers hand in; one that leaves something out would lose it.
 */
final class DoorRehearsal {

    private static final String ANSWERS = "its answer";

    private final ScratchContext scratch;
    private final DatabaseClock clock;
    private final DoorScenes scenes;
    /** What the built-in routes do, by the entries that are played; it never changes. */
    private final Map<Set<String>, Map<String, Result>> expected = new HashMap<>();

    /**
     * @param clock that of the beans which the routes call
     * @param app   an app of this gateway
     */
    DoorRehearsal(ScratchContext scratch, DatabaseClock clock, String app) {
        this.scratch = scratch;
        this.clock = clock;
        this.scenes = new DoorScenes(app);
    }

    /** What a scene came to: the answer and the tables, in words that are the same for two runs that do the same. */
    private record Result(Map<String, String> words, Exception failure) {
    }

    /**
     * @param builtIn   the files as they come with the gateway
     * @param files     those that are to run, the candidate among them
     * @param candidate if none of its routes stands behind a door, nothing is played
     * @throws RouteRejected if it makes a difference
     */
    void compare(Collection<RouteFile> builtIn, Collection<RouteFile> files, RouteFile candidate) throws RouteRejected {
        Set<String> entries = scenes.entries().stream().filter(entry -> new Troupe(Set.of(entry), files).part(candidate.name()).isPresent()).collect(Collectors.toSet());
        if (entries.isEmpty()) {
            return;
        }
        Map<String, Result> right;
        Map<String, Result> results;
        try (ScratchDatabase database = new ScratchDatabase()) {
            right = expected.get(entries);
            if (right == null) {
                right = play(entries, builtIn, database);
                expected.put(entries, right);
                database.empty();
            }
            results = play(entries, files, database);
        } catch (TimeoutException e) {
            throw new RouteRejected(candidate.name(), candidate.firstChange(builtIn), "in a rehearsal what is handed in gets no answer");
        } catch (Exception | LinkageError e) {
            throw new RouteRejected(List.of(FaultFinder.find(candidate, e)));
        }
        for (Map.Entry<String, Result> scene : right.entrySet()) {
            complain(candidate, scene.getKey(), scene.getValue(), results.get(scene.getKey()), candidate.firstChange(builtIn));
        }
    }

    private Map<String, Result> play(Set<String> entries, Collection<RouteFile> files, ScratchDatabase database) throws Exception {
        JdbcTransactionManager transactions = new JdbcTransactionManager(database.dataSource());
        Map<String, Object> beans = Map.of("one-commit", new OneCommit(transactions), "one-commit-or-again", OneCommit.orAgain(transactions));
        LocalDateTime begun = clock.now();
        Map<String, Result> results = new LinkedHashMap<>();
        try (Stage stage = new Stage(scratch.on(new QueryFiles(database.dialect())), new Troupe(entries, files), beans, database.dataSource(), DoorRehearsal::platform)) {
            for (DoorScenes.Scene scene : scenes.all()) {
                if (entries.contains(scene.entry())) {
                    Exchange exchange = stage.call(scene.entry(), one -> one.getMessage().setBody(scene.input().get()));
                    results.put(scene.words(), result(exchange, database, begun));
                }
            }
        }
        return results;
    }

    private static Result result(Exchange exchange, ScratchDatabase database, LocalDateTime begun) throws SQLException {
        Map<String, String> words = new TreeMap<>();
        Exception failure = exchange.getException();
        words.put(ANSWERS, lasting(failure == null ? String.valueOf(exchange.getMessage().getBody()) : failure.toString()));
        database.content().forEach((table, rows) -> {
            List<String> lines = rows.stream().map(row -> {
                Map<String, String> cells = new TreeMap<>();
                row.forEach((column, value) -> cells.put(column, value instanceof Timestamp time ? minutes(begun, time) : lasting(String.valueOf(value))));
                // Of rows that are inserted together it is nobody's business which comes first.
                cells.computeIfPresent("id", (column, id) -> id.matches("\\d+") ? null : id);
                return cells.toString();
            }).sorted().toList();
            words.put("what the table " + table + " holds", lines.toString());
        });
        return new Result(words, failure);
    }

    /** The same for two runs, however long they take. */
    private static String minutes(LocalDateTime begun, Timestamp time) {
        if (time.toLocalDateTime().isAfter(begun.plusYears(10))) {
            // What never ends has a fixed date.
            return time.toString();
        }
        return Math.round(Duration.between(begun, time.toLocalDateTime()).toMillis() / 60_000.0) + " min";
    }

    /** Without ids and times, which are others each time. */
    private static String lasting(String text) {
        return text.replaceAll("[0-9A-HJKMNP-TV-Z]{26}", "ID").replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z?", "TIME");
    }

    private static void complain(RouteFile candidate, String scene, Result expected, Result result, int firstChange) throws RouteRejected {
        if (result.failure != null && expected.failure == null) {
            RouteFault place = FaultFinder.find(candidate, result.failure);
            throw new RouteRejected(candidate.name(), place.line() > 1 ? place.line() : firstChange, "in a rehearsal (" + scene + ") a step failed: " + result.failure.getClass().getSimpleName()
                    + ": " + place.reason());
        }
        for (Map.Entry<String, String> one : expected.words.entrySet()) {
            if (!one.getValue().equals(result.words.get(one.getKey()))) {
                throw new RouteRejected(candidate.name(), firstChange, "in a rehearsal (" + scene + ") " + one.getKey() + " is not what the built-in routes make of it");
            }
        }
    }

    /** Knows whose code it is. */
    private static void platform(Endpoint real, Exchange exchange) throws IOException {
        if (real instanceof HttpEndpoint) {
            exchange.getMessage().setBody("{\"openid\":\"o-rehearsal\"}".getBytes(StandardCharsets.UTF_8));
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        }
    }
}
