package io.minipush.intake.file;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.intake.ItemOutcome;

/**
 * What became of each line of a file, and a file with the rejected lines as they were, to be mended and dropped again. Both are
 * written beside the taken file and appear in the folder of finished files only when they are whole and on the disk.
 */
final class FileReport implements Closeable {

    private final TakenFile file;
    private final Lines lines;
    private final Path reportPart;
    private final Path rejectedPart;
    private final FileOutputStream reportFile;
    private final OutputStream report;
    private FileOutputStream rejectedFile;
    private OutputStream rejected;

    FileReport(TakenFile file, Lines lines) throws IOException {
        this.file = file;
        this.lines = lines;
        this.reportPart = file.path().resolveSibling("." + file.name() + ".report");
        this.rejectedPart = file.path().resolveSibling("." + file.name() + ".rejected");
        Files.deleteIfExists(rejectedPart);
        this.reportFile = new FileOutputStream(reportPart.toFile());
        this.report = new BufferedOutputStream(reportFile, 1 << 16);
    }

    void add(Line line, ItemOutcome outcome) throws IOException {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("line", line.number());
        if (line.place() > 0) {
            entry.put("item", line.place());
        }
        if (outcome.rejection() == null) {
            entry.put("id", outcome.id());
        } else {
            entry.put("reason", outcome.rejection().reason());
            ArrayNode errors = entry.putArray("errors");
            outcome.rejection().errors().forEach(fault -> errors.addObject().put("pointer", fault.pointer()).put("detail", fault.detail()));
            reject(line);
        }
        report.write(entry.toString().getBytes(StandardCharsets.UTF_8));
        report.write('\n');
    }

    private void reject(Line line) throws IOException {
        if (line.raw() == null) {
            return;
        }
        if (rejected == null) {
            rejectedFile = new FileOutputStream(rejectedPart.toFile());
            rejected = new BufferedOutputStream(rejectedFile, 1 << 16);
            rejected.write(lines.before());
        } else {
            rejected.write(lines.between());
        }
        rejected.write(line.raw());
    }

    /** Puts report, rejected lines and at last the file itself into the folder of finished files. */
    void publish() throws IOException {
        report.flush();
        reportFile.getFD().sync();
        if (rejected != null) {
            rejected.write(lines.after());
            rejected.flush();
            rejectedFile.getFD().sync();
        }
        close();
        Finished finished = new Finished(file.done(), file.name());
        finished.makeRoom();
        Files.move(reportPart, finished.report(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (rejected != null) {
            Files.move(rejectedPart, finished.rejected(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(file.path(), finished.source(), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        report.close();
        if (rejected != null) {
            rejected.close();
        }
    }
}
