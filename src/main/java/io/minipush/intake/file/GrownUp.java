package io.minipush.intake.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Lets a file pass once it has kept its size and time for a while: who writes it slowly is not read half. (Camel's own read lock
 * waits for one file after the other; this looks at all of them at each poll.)
 */
public final class GrownUp implements GenericFileFilter<Object> {

    private static final Duration STILL = Duration.ofSeconds(2);
    private static final int MOST_REMEMBERED = 100_000;

    private record Look(long size, long modified, long since) {
    }

    private final Inbox inbox;
    private final Map<Path, Look> looks = new ConcurrentHashMap<>();

    GrownUp(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public boolean accept(GenericFile<Object> file) {
        if (file.isDirectory()) {
            return !file.getFileNameOnly().startsWith(".");
        }
        Path path = Path.of(file.getAbsoluteFilePath());
        if (!inbox.isOurs(path)) {
            return false;
        }
        if (looks.size() > MOST_REMEMBERED) {
            looks.clear();
        }
        long now = System.nanoTime();
        Look look = looks.merge(path, new Look(file.getFileLength(), file.getLastModified(), now),
                (before, present) -> before.size == present.size && before.modified == present.modified ? before : present);
        boolean still = now - look.since >= STILL.toNanos();
        if (still) {
            looks.remove(path);
        }
        return still;
    }
}
