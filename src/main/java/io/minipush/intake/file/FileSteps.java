package io.minipush.intake.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.minipush.intake.ItemOutcome;
import io.minipush.intake.KeyedItems;
import io.minipush.storage.Cause;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of {@code intake-files}. Bound as {@code files}. */
public final class FileSteps {

    private static final Logger LOG = LoggerFactory.getLogger(FileSteps.class);
    private static final Duration SILENT = Duration.ofSeconds(60);

    private final Inbox inbox;
    private final FileQueue queue;
    private final FileMetrics metrics;
    private final DatabaseClock clock;
    private volatile boolean stopping;

    FileSteps(Inbox inbox, FileQueue queue, FileMetrics metrics, DatabaseClock clock) {
        this.inbox = inbox;
        this.queue = queue;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Files in work end after their present batch, and stay taken. */
    void stop() {
        stopping = true;
    }

    /** Takes a file out of the inbox, unless another gateway was faster. */
    public void take(@Header(Exchange.FILE_PATH) String path) throws IOException {
        inbox.take(Path.of(path));
    }

    /** Which files to read now. */
    public List<TakenFile> next() throws IOException {
        return stopping ? List.of() : queue.next();
    }

    /** What the statement {@code alive-instances} names. */
    public Map<String, Object> since() {
        return Map.of("alive_since", clock.now().minus(SILENT));
    }

    /** Goes on with the files of gateways that are not among the alive ones. */
    public void adopt(@Body List<Map<String, Object>> alive) throws IOException {
        inbox.adopt(alive.stream().map(row -> (String) row.get("name")).collect(Collectors.toSet()));
    }

    /** @throws Unreadable if it is no file of its kind */
    public OpenFile open(@Body TakenFile file) throws IOException, Unreadable {
        return new OpenFile(file, () -> stopping, metrics);
    }

    public KeyedItems items(@Variable("lines") KeyedLines.Batch batch) {
        return batch.items();
    }

    /** Every item of the batch is committed or rejected. */
    public void report(@Variable("file") OpenFile file, @Variable("lines") KeyedLines.Batch batch, @Body List<ItemOutcome> outcomes) throws IOException {
        batch.complete(outcomes);
        file.reported(batch);
    }

    public void finish(@Variable("file") OpenFile file) throws IOException {
        file.finish();
    }

    /** The file is over, well or not. */
    public void close(@Variable("taken") TakenFile taken, @Variable("file") OpenFile file) {
        queue.end(taken);
        closeQuietly(file);
    }

    /** A file that nobody can read goes away, with a word why. */
    public void fail(@Variable("taken") TakenFile taken, Exchange exchange) throws IOException {
        String fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Unreadable.class).getMessage();
        Finished failed = new Finished(taken.failed(), taken.name());
        failed.makeRoom();
        Files.write(failed.error(), (fault + "\n").getBytes(StandardCharsets.UTF_8));
        Files.move(taken.path(), failed.source(), StandardCopyOption.ATOMIC_MOVE);
        LOG.warn("File {} cannot be read: {}", taken, fault);
    }

    /** Not the file's fault: it stays taken and is read again, from its beginning. */
    public void postpone(@Variable("taken") TakenFile taken, @Variable("file") OpenFile file, Exchange exchange) {
        String said = Cause.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        if (queue.postpone(taken, said)) {
            LOG.warn("File {} cannot be read to its end at present ({}); it will be tried again", taken, said);
        }
        closeQuietly(file);
    }

    private static void closeQuietly(OpenFile file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.debug("a file that was given up cannot be closed", e);
            }
        }
    }
}
