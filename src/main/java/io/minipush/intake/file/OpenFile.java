package io.minipush.intake.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.BooleanSupplier;

/** A taken file that is being read: what its content is, by its hash, and its lines. */
final class OpenFile implements AutoCloseable {

    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int LONGEST_FIRST_LINE = 1 << 16;

    private final TakenFile file;
    private final Lines lines;
    private final KeyedLines batches;
    private final FileReport report;
    private final FileProgress progress;

    /**
     * Reads the file once for its hash, which the keys of its lines need, and opens it.
     *
     * @throws Unreadable if it is no file of its kind
     */
    OpenFile(TakenFile file, BooleanSupplier stopping, FileMetrics metrics) throws IOException, Unreadable {
        this.file = file;
        String hash = hash(file);
        this.lines = open(file);
        try {
            this.report = new FileReport(file, lines);
            this.batches = new KeyedLines(file.appId(), lines, hash, stopping);
        } catch (IOException e) {
            lines.close();
            throw e;
        }
        this.progress = new FileProgress(file, metrics);
    }

    private static String hash(TakenFile file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file.path()), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Lines open(TakenFile file) throws IOException, Unreadable {
        InputStream in = new BufferedInputStream(Files.newInputStream(file.path()), 1 << 16);
        try {
            byte[] begin = peek(in, LONGEST_FIRST_LINE);
            if (begin.length == 0) {
                throw new Unreadable("the file is empty");
            }
            if (begin.length > 1 && (begin[0] == (byte) 0xFF && begin[1] == (byte) 0xFE || begin[0] == (byte) 0xFE && begin[1] == (byte) 0xFF)) {
                throw new Unreadable("the file is UTF-16; save it as UTF-8 (in Excel: \"CSV UTF-8\")");
            }
            if (begin.length >= UTF_8_MARK.length && begin[0] == UTF_8_MARK[0] && begin[1] == UTF_8_MARK[1] && begin[2] == UTF_8_MARK[2]) {
                in.skipNBytes(UTF_8_MARK.length);
            }
            return switch (file.extension()) {
                case "csv" -> new CsvLines(in, new String(begin, StandardCharsets.UTF_8).lines().findFirst().orElse(""));
                case "json" -> new JsonLines(in);
                default -> new NdjsonLines(in);
            };
        } catch (IOException | Unreadable e) {
            in.close();
            throw e;
        }
    }

    private static byte[] peek(InputStream in, int most) throws IOException {
        in.mark(most);
        byte[] begin = in.readNBytes(most);
        in.reset();
        return begin;
    }

    /** The lines in batches, for one pass. */
    public KeyedLines getBatches() {
        return batches;
    }

    /** A batch is committed. */
    void reported(KeyedLines.Batch batch) throws IOException {
        for (int i = 0; i < batch.lines().size(); i++) {
            report.add(batch.lines().get(i), batch.outcomes()[i]);
            progress.count(batch.outcomes()[i]);
        }
        progress.tell();
    }

    /** Publishes report and rejected lines, if every line was read; otherwise the file stays taken. */
    void finish() throws IOException {
        if (batches.isComplete()) {
            report.publish();
            progress.end();
        }
    }

    @Override
    public void close() throws IOException {
        try (lines; report) {
            // both
        }
    }
}
