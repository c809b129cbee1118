package io.minipush.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.github.f4b6a3.ulid.Ulid;
import io.minipush.storage.Cause;
import io.minipush.storage.DatabaseAway;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which events are applied next: all that wait, in the order in which they came. While the database is away that is all it does. An event
 * with a fault of its own is found by trying one at a time, and then rests for growing pauses while the others go on; one that can never
 * be applied is put aside. For the one thread that applies them; {@link #waiting} and {@link #warning} for any.
 */
final class EventQueue {

    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final int BATCH = 200;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Older than this an event should not be while all is well. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private record Setback(int times, long until) {
    }

    private final Spool spool;
    private final Set<String> apps;
    private final DatabaseClock clock;
    private final EventMetrics metrics;
    private final Map<Path, Setback> setbacks = new HashMap<>();
    private boolean oneByOne;
    private volatile String fault = "";

    /** @param apps the apps that this gateway serves */
    EventQueue(Spool spool, Set<String> apps, DatabaseClock clock, EventMetrics metrics) {
        this.spool = spool;
        this.apps = apps;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Each is to be ended by {@link #done} or {@link #putAside}, or all of them by {@link #postpone}. */
    List<WaitingEvent> next() throws IOException {
        List<WaitingEvent> next = new ArrayList<>();
        List<Path> files = spool.waiting();
        setbacks.keySet().retainAll(files);
        for (Path file : files) {
            if (next.size() == (oneByOne ? 1 : BATCH)) {
                break;
            }
            Setback setback = setbacks.get(file);
            if (setback == null || System.nanoTime() - setback.until >= 0) {
                read(file).ifPresent(next::add);
            }
        }
        return next;
    }

    private Optional<WaitingEvent> read(Path file) throws IOException {
        try {
            SpooledEvent spooled = SpooledEvent.of(Files.readAllBytes(file));
            if (!apps.contains(spooled.appId())) {
                throw new Unreadable("this gateway does not serve app " + spooled.appId());
            }
            PlatformEvent event = EventReader.read(spooled.document());
            if (event instanceof PlatformEvent.Dated dated && !EventMemory.reaches(dated.at(), clock.instant())) {
                throw new Unreadable("it waited here for so long that it may have been applied elsewhere and forgotten");
            }
            return Optional.of(new WaitingEvent(file, spooled, event));
        } catch (Unreadable e) {
            putAside(file, e.getMessage());
            return Optional.empty();
        }
    }

    /** It is in the database, or there is nothing in it for the database. */
    void done(WaitingEvent event, String outcome) throws IOException {
        Files.deleteIfExists(event.file());
        metrics.count(event.appId(), event.event().name(), outcome);
        if (!fault.isEmpty()) {
            LOG.info("Events of the platform are applied again");
        }
        fault = "";
        oneByOne = false;
    }

    /** It can never be applied. */
    void putAside(WaitingEvent event, String reason) throws IOException {
        putAside(event.file(), reason);
        metrics.count(event.appId(), event.event().name(), EventMetrics.PUT_ASIDE);
    }

    private void putAside(Path file, String reason) throws IOException {
        spool.putAside(file, reason);
        LOG.warn("An event of the platform cannot be applied and lies in .failed of its folder: {} ({})", file.getFileName(), reason);
    }

    /** They could not be applied, and none of them is in the database for a part only. */
    void postpone(List<WaitingEvent> events, Throwable cause) {
        boolean itsOwnFault = !DatabaseAway.saidBy(cause) && !(cause instanceof DirectConsumerNotAvailableException);
        if (itsOwnFault && events.size() == 1) {
            Path file = events.get(0).file();
            int times = setbacks.containsKey(file) ? setbacks.get(file).times + 1 : 1;
            Duration pause = Duration.ofSeconds(Math.min(LONGEST_PAUSE.toSeconds(), 1L << Math.min(times - 1, 5)));
            setbacks.put(file, new Setback(times, System.nanoTime() + pause.toNanos()));
        }
        oneByOne = itsOwnFault;
        String told = Cause.of(cause);
        if (!told.equals(fault)) {
            LOG.warn("Events of the platform cannot be applied at present, they are kept: {}", told);
        }
        fault = told;
    }

    /** How many wait. */
    int waiting() {
        try {
            return spool.waiting().size();
        } catch (IOException e) {
            return -1;
        }
    }

    /** One sentence while they do not get on. */
    Optional<String> warning() {
        try {
            List<Path> files = spool.waiting();
            if (files.isEmpty()) {
                return Optional.empty();
            }
            long seconds = (System.currentTimeMillis() - arrival(files.get(0))) / 1000;
            return seconds < PATIENCE.toSeconds() ? Optional.empty()
                    : Optional.of(files.size() + " event(s) of the platform wait, the oldest for " + seconds + " s" + (fault.isEmpty() ? "" : ": " + fault));
        } catch (IOException e) {
            return Optional.of("the folder of the platform's events cannot be read");
        }
    }

    private static long arrival(Path file) {
        String name = file.getFileName().toString();
        String ulid = name.substring(0, name.length() - Spool.EXTENSION.length());
        return Ulid.isValid(ulid) ? Ulid.from(ulid).getTime() : file.toFile().lastModified();
    }
}
