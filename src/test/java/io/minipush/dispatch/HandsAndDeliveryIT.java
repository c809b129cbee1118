package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators' hands on messages that are on their way. */
class HandsAndDeliveryIT {

    private static final Duration LONG = Duration.ofSeconds(120);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCancelledNeverArrivesAndWhatWasNotDoes(Dialect dialect) throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(dialect)) {
            int messages = 400;
            List<String> users = Rehearsal.users(messages);
            rehearsal.collect(rehearsal.submit(users, 1));
            app(rehearsal, "pause");
            List<String> ids = rehearsal.send(users, "to be or not to be");

            List<Future<List<String>>> cancelling = new ArrayList<>();
            CyclicBarrier start = new CyclicBarrier(5);
            for (int part = 0; part < 4; part++) {
                int from = part;
                cancelling.add(threads.submit(() -> {
                    start.await();
                    List<String> cancelled = new ArrayList<>();
                    // From the end, since the claims come from the beginning; the first ones are left to them however slow they are.
                    for (int i = messages - 1 - from; i >= 40; i -= 4) {
                        var answer = rehearsal.node().post("/v1/notifications/" + ids.get(i) + "/cancel", "{}");
                        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 409);
                        if (answer.statusCode() == 200) {
                            cancelled.add(ids.get(i));
                        }
                    }
                    return cancelled;
                }));
            }
            start.await();
            app(rehearsal, "resume");
            List<String> cancelled = new ArrayList<>();
            for (Future<List<String>> one : cancelling) {
                cancelled.addAll(one.get());
            }

            long sent = messages - cancelled.size();
            await().atMost(LONG).until(() -> rehearsal.states().getOrDefault("sent", 0L) == sent);
            for (String id : cancelled) {
                assertThat(rehearsal.notification(id).path("state").asText()).isEqualTo("cancelled");
            }
            rehearsal.assertEachOnce((int) sent);
            assertThat(rehearsal.node().count("SELECT count(*) FROM credit")).as("formIds of the cancelled").isEqualTo(cancelled.size());
            assertBooks(rehearsal);
        }
    }

    @Test
    void whatThePlatformRefusedIsSentOnceHoweverManyRetryIt() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL)) {
            int messages = 700;
            List<String> users = Rehearsal.users(messages);
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.platform().inject(Fault.errcode(Api.TEMPLATE_SEND, 40037).times(messages));
            List<String> ids = rehearsal.send(users, "mended");
            rehearsal.awaitStates(Map.of("failed", (long) messages), LONG);

            List<Future<Long>> operators = new ArrayList<>();
            CyclicBarrier start = new CyclicBarrier(3);
            for (int i = 0; i < 2; i++) {
                operators.add(threads.submit(() -> {
                    start.await();
                    return RunningGateway.json(rehearsal.node().post(RunningGateway.NOTIFICATIONS + "/retry", "{\"state\":\"failed\",\"errcode\":40037}"))
                            .path("retried").asLong();
                }));
            }
            operators.add(threads.submit(() -> {
                start.await();
                for (String id : ids.subList(0, 50)) {
                    assertThat(rehearsal.node().post("/v1/notifications/" + id + "/retry", "{}").statusCode()).as("or it is sent already").isIn(200, 409);
                }
                return 0L;
            }));
            long retried = 0;
            for (Future<Long> one : operators) {
                retried += one.get();
            }

            rehearsal.awaitStates(Map.of("sent", (long) messages), LONG);
            assertThat(retried).as("in bulk").isBetween(messages - 50L, (long) messages);
            rehearsal.assertEachOnce(messages);
            assertBooks(rehearsal);
        }
    }

    @Test
    void aCancelledNotificationDoesNotTakeTheFormIdThatWokeItWithIt() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.POSTGRESQL)) {
            String first = rehearsal.sendOne("o-user-0", "first");
            String second = rehearsal.sendOne("o-user-0", "second");
            rehearsal.awaitState(first, "waiting");
            rehearsal.awaitState(second, "waiting");
            app(rehearsal, "pause");
            rehearsal.collect(rehearsal.submit(List.of("o-user-0"), 1));
            // As a claim leaves them that has used up its places: woken, the wake-up consumed, not yet claimed.
            rehearsal.node().update("DELETE FROM wake_up");
            rehearsal.node().update("UPDATE notification SET state = 'accepted', due_at = created_at, wait_key = NULL WHERE id = '" + first + "'");

            assertThat(rehearsal.node().post("/v1/notifications/" + first + "/cancel", "{}").statusCode()).isEqualTo(200);
            app(rehearsal, "resume");

            rehearsal.awaitState(second, "sent");
            rehearsal.assertEachOnce(1);
        }
    }

    private static void app(Rehearsal rehearsal, String verb) throws Exception {
        assertThat(rehearsal.node().post("/v1/apps/" + Rehearsal.APP + "/" + verb, "{}").statusCode()).isEqualTo(200);
    }

    private static void assertBooks(Rehearsal rehearsal) throws Exception {
        JsonNode books = RunningGateway.json(rehearsal.node().get("/v1/apps/" + Rehearsal.APP + "/books"));
        assertThat(books.at("/notifications/difference").intValue()).as(books.toString()).isZero();
        assertThat(books.at("/credits/difference").intValue()).as(books.toString()).isZero();
    }
}
