package io.minipush.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.github.f4b6a3.ulid.UlidCreator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minipush.settings.InvalidSetting;
import io.minipush.storage.DatabaseClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.QueryTimeoutException;

/** Events between the door and the database. */
class EventQueueTest {

    private static final RuntimeException AWAY = new QueryTimeoutException("the database is away");
    private static final RuntimeException ITS_OWN = new IllegalStateException("a fault of this event");

    @TempDir
    private Path home;

    private Path folder;
    private Spool spool;
    private EventQueue queue;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void open() {
        folder = home.resolve("events");
        spool = new Spool(folder);
        queue = new EventQueue(spool, Set.of("wx1"), new DatabaseClock(Duration.ZERO), new EventMetrics(meters));
    }

    private void write(String openid) throws Exception {
        write("wx1", openid, Instant.now());
    }

    private void write(String app, String openid, Instant at) throws Exception {
        String event = PlatformSender.popup(openid, at, "T", "accept");
        spool.write(new SpooledEvent(app, Instant.now(), Optional.empty(), EventDocument.read(event.getBytes())).toBytes());
    }

    private List<String> next() throws IOException {
        return queue.next().stream().map(event -> ((PlatformEvent.Answered) event.event()).openid()).toList();
    }

    private List<String> names(Path of) throws IOException {
        try (var files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theyComeInOrderAndStayUntilTheyAreDone() throws Exception {
        for (String openid : List.of("o3", "o1", "o2")) {
            write(openid);
        }
        assertThat(next()).containsExactly("o3", "o1", "o2");
        assertThat(next()).as("nothing is lost by looking").hasSize(3);
        queue.done(queue.next().get(0), "applied");
        assertThat(next()).containsExactly("o1", "o2");
        assertThat(queue.waiting()).isEqualTo(2);
        assertThat(meters.get("minipush.events").tags("app", "wx1", "event", PlatformEvent.POPUP, "outcome", "applied").counter().count()).isEqualTo(1);
    }

    @Test
    void nobodyElseCanReadThem() throws Exception {
        write("o1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool.waiting().get(0)))).isEqualTo("rw-------");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        new Spool(folder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
    }

    @Test
    void whatACrashLeftHalfWrittenIsNoEvent() throws Exception {
        write("o1");
        Files.writeString(folder.resolve(".01J0000000000000000000000A.json.tmp"), "{\"app_");
        assertThat(next()).containsExactly("o1");
        new Spool(folder);
        assertThat(names(folder)).hasSize(2).contains(".failed");
    }

    @Test
    void aFolderThatCannotBeMadeStopsTheStart() throws Exception {
        Files.writeString(home.resolve("file"), "");
        assertThatThrownBy(() -> new Spool(home.resolve("file").resolve("events"))).isInstanceOf(InvalidSetting.class);
    }

    @Test
    void whatCanNeverBeAppliedGoesAsideWithAReasonAndHoldsUpNothing() throws Exception {
        Files.writeString(folder.resolve("0.json"), "no event");
        Files.writeString(folder.resolve("1.json"), "{\"app_id\":\"wx1\",\"arrived_at\":\"2026-01-31T08:00:00Z\",\"event\":{\"Event\":\"subscribe_msg_popup_event\"}}");
        write("wx2", "o-foreign", Instant.now());
        write("wx1", "o-old", Instant.now().minus(Duration.ofDays(8)));
        write("o1");
        assertThat(next()).containsExactly("o1");
        List<String> failed = names(folder.resolve(".failed"));
        assertThat(failed).hasSize(8).contains("0.json", "0.json.error.txt", "1.json", "1.json.error.txt");
        assertThat(failed.stream().filter(name -> name.endsWith(".txt")).map(name -> read(folder.resolve(".failed").resolve(name))))
                .anyMatch(reason -> reason.contains("not one that the gateway wrote")).anyMatch(reason -> reason.contains("FromUserName"))
                .anyMatch(reason -> reason.contains("wx2")).anyMatch(reason -> reason.contains("waited here for so long"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whileTheDatabaseIsAwayTheOrderStays() throws Exception {
        write("o1");
        write("o2");
        for (int i = 0; i < 5; i++) {
            assertThat(next()).containsExactly("o1", "o2");
            queue.postpone(queue.next(), AWAY);
        }
        assertThat(next()).containsExactly("o1", "o2");
    }

    @Test
    void oneWithAFaultOfItsOwnIsFoundAndRestsWhileTheOthersGoOn() throws Exception {
        write("o-bad");
        write("o2");
        write("o3");
        queue.postpone(queue.next(), ITS_OWN);
        assertThat(next()).as("one at a time").containsExactly("o-bad");
        List<WaitingEvent> bad = queue.next();
        for (int i = 0; i < 6; i++) {
            queue.postpone(bad, ITS_OWN);
        }
        assertThat(next()).as("it rests").containsExactly("o2");
        queue.done(queue.next().get(0), "applied");
        assertThat(next()).as("all others").containsExactly("o3");
    }

    @Test
    void oneThatRestedIsTriedAgain() throws Exception {
        write("o-bad");
        queue.postpone(queue.next(), ITS_OWN);
        await().atMost(Duration.ofSeconds(20)).until(() -> next().equals(List.of("o-bad")));
    }

    @Test
    void anOldOneIsAWarning() throws Exception {
        assertThat(queue.warning()).isEmpty();
        write("o1");
        assertThat(queue.warning()).isEmpty();
        Files.move(spool.waiting().get(0), folder.resolve(UlidCreator.getUlid(System.currentTimeMillis() - 90_000) + ".json"));
        queue.postpone(queue.next(), AWAY);
        assertThat(queue.warning()).hasValueSatisfying(warning -> assertThat(warning).startsWith("1 event(s) of the platform wait, the oldest for ").endsWith("s: QueryTimeoutException"));
        queue.done(queue.next().get(0), "applied");
        assertThat(queue.warning()).isEmpty();
    }
}
