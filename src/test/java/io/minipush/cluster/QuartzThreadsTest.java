package io.minipush.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuartzThreadsTest {

    private final QuartzThreads threads = new QuartzThreads();
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger done = new AtomicInteger();

    @BeforeEach
    void begin() {
        threads.setInstanceName("timetable");
        threads.initialize();
    }

    @AfterEach
    void end() {
        held.countDown();
        threads.shutdown(true);
    }

    @Test
    void aJobRunsInAThreadWhoseNameTellsWhose() throws Exception {
        CompletableFuture<String> name = new CompletableFuture<>();
        assertThat(threads.runInThread(() -> name.complete(Thread.currentThread().getName()))).isTrue();
        assertThat(name.get(1, TimeUnit.MINUTES)).startsWith("timetable");
    }

    @Test
    void whoAsksForAFreeThreadWaitsUntilThereIsOne() throws Exception {
        assertThat(threads.blockForAvailableThreads()).isEqualTo(threads.getPoolSize());
        for (int i = 0; i < threads.getPoolSize(); i++) {
            threads.runInThread(this::holdOn);
        }
        CompletableFuture<Integer> free = CompletableFuture.supplyAsync(threads::blockForAvailableThreads);
        assertThat(free).isNotDone();
        held.countDown();
        assertThat(free.get(1, TimeUnit.MINUTES)).isPositive();
    }

    @Test
    void aFailedJobLeavesItsThreadToOthers() {
        threads.runInThread(() -> {
            throw new JobFailed();
        });
        await().dontCatchUncaughtExceptions().until(() -> threads.blockForAvailableThreads() == threads.getPoolSize());
    }

    @Test
    void aStopWaitsForWhatRunsAndTakesNothingNew() throws Exception {
        threads.runInThread(this::holdOn);
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> threads.shutdown(true));
        await().until(() -> !threads.runInThread(() -> { }));
        assertThat(stop).isNotDone();
        held.countDown();
        stop.get(1, TimeUnit.MINUTES);
        assertThat(done).hasValue(1);
    }

    private void holdOn() {
        try {
            held.await();
            done.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without a stack trace in the log of the tests. */
    private static final class JobFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        JobFailed() {
            super("a job that fails", null, false, false);
        }
    }
}
