package io.minipush.intake.file;

import java.time.Duration;

import io.minipush.intake.ItemOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the lines of one file, tells every few seconds how far a long one is, and in the end what has become of it. */
final class FileProgress {

    private static final Logger LOG = LoggerFactory.getLogger(FileProgress.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final TakenFile file;
    private final FileMetrics metrics;
    private final long begun = System.nanoTime();
    private long told = begun;
    private long accepted;
    private long replayed;
    private long rejected;

    FileProgress(TakenFile file, FileMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
    }

    void count(ItemOutcome outcome) {
        if (outcome.rejection() != null) {
            rejected++;
            metrics.count(file.appId(), "rejected");
        } else if (outcome.replayed()) {
            replayed++;
            metrics.count(file.appId(), "replayed");
        } else {
            accepted++;
            metrics.count(file.appId(), "accepted");
        }
    }

    void tell() {
        if (System.nanoTime() - told > BETWEEN.toNanos()) {
            told = System.nanoTime();
            LOG.info("File {}: {} lines so far, {} a second", file, lines(), rate());
        }
    }

    void end() {
        LOG.info("File {} is done: {} accepted, {} accepted before, {} rejected, {} lines a second", file, accepted, replayed, rejected, rate());
    }

    private long lines() {
        return accepted + replayed + rejected;
    }

    private long rate() {
        return Math.round(lines() * 1e9 / Math.max(1, System.nanoTime() - begun));
    }
}
