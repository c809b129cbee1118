package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minipush.notification.End;
import io.minipush.notification.State;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One line for each end, and nobody waits for it. */
class EndLogTest {

    private static final int MORE = 100;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<ILoggingEvent> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch takes = new CountDownLatch(1);
    private final Logger log = (Logger) LoggerFactory.getLogger("io.minipush.ended");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            try {
                takes.await();
                written.add(event);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    };

    @BeforeEach
    void listen() {
        log.setAdditive(false);
        log.addAppender(appender);
        appender.start();
    }

    @AfterEach
    void listenNoMore() {
        takes.countDown();
        log.detachAppender(appender);
        log.setAdditive(true);
    }

    private static End end(int number) {
        return new End("n" + number, "wx1", null, State.SENT, "answer", 0, null, null);
    }

    private List<String> lines() {
        return written.stream().filter(event -> event.getLevel() == Level.INFO).map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aCloseWritesWhatThereIs() {
        takes.countDown();
        try (EndLog ends = new EndLog(meters)) {
            for (int i = 0; i < 1_000; i++) {
                ends.add(end(i));
            }
        }
        assertThat(lines()).hasSize(1_000).doesNotHaveDuplicates().startsWith("Notification n0 of wx1: sent");
    }

    @Test
    void aLogThatTakesNothingKeepsNobodyWaitingAndWhatIsMissingIsTold() {
        int all = EndLog.ROOM + MORE;
        try (EndLog ends = new EndLog(meters)) {
            for (int i = 0; i < all; i++) {
                ends.add(end(i));
            }
            double missing = meters.get("minipush.ends.unlogged").counter().count();
            assertThat(missing).as("one may be on its way to the log").isBetween(MORE - 1.0, (double) MORE);
            takes.countDown();
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(written).hasSize(all - (int) missing + 1));
            assertThat(written).filteredOn(event -> event.getLevel() == Level.WARN).singleElement()
                    .satisfies(event -> assertThat(event.getFormattedMessage()).startsWith((int) missing + " notification(s) ended without a line"));
            assertThat(lines()).doesNotHaveDuplicates();
        }
    }
}
