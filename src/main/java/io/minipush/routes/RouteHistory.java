package io.minipush.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.minipush.settings.WholeFile;

/**
 * The accepted versions of route files, the newest of which is what a gateway goes back to: one folder a file, one file a
 * version. An empty version says that the built-in file was in use, or none. Every write is a rename, so a crash leaves the
 * old state or the new.
 */
public final class RouteHistory {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAMED = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z");
    private static final int KEPT = 100;

    private final Path folder;

    /** @param folder need not be there */
    public RouteHistory(Path folder) {
        this.folder = folder;
    }

    /**
     * One accepted version.
     *
     * @param at   when it was taken, as the name of its file says: {@code 20261125T081500.000Z}
     * @param text empty: from then on the built-in file was in use, or none
     */
    public record Version(String at, String text) {

        public boolean isBuiltIn() {
            return text.isEmpty();
        }
    }

    /** The accepted versions of a file, the oldest first. */
    public List<Version> versions(String file) throws IOException {
        List<Version> found = new ArrayList<>();
        for (Path version : paths(file)) {
            found.add(new Version(version.getFileName().toString(), Files.readString(version)));
        }
        return found;
    }

    /** What was in use last; empty if the built-in file was, or none. */
    public Optional<String> current(String file) throws IOException {
        return current(paths(file));
    }

    private static Optional<String> current(List<Path> versions) throws IOException {
        return versions.isEmpty() ? Optional.empty() : Optional.of(Files.readString(versions.get(versions.size() - 1))).filter(text -> !text.isEmpty());
    }

    private List<Path> paths(String file) throws IOException {
        Path versions = folder.resolve(file);
        if (!Files.isDirectory(versions)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(versions)) {
            return paths.filter(path -> NAMED.matcher(path.getFileName().toString()).matches()).sorted().toList();
        }
    }

    /** The files that have a history. */
    public List<String> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isDirectory).map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** Notes what is in use from now on, if it is something else than before. */
    void note(String file, Optional<String> text, Instant now) throws IOException {
        List<Path> all = paths(file);
        if (current(all).equals(text)) {
            return;
        }
        Path versions = Files.createDirectories(folder.resolve(file));
        // The order of the names is the order of events, also when the clock was set back.
        String last = all.isEmpty() ? "" : all.get(all.size() - 1).getFileName().toString();
        String name = NAME.format(now);
        if (name.compareTo(last) <= 0) {
            name = NAME.format(NAME.parse(last, Instant::from).plusMillis(1));
        }
        WholeFile.write(versions.resolve(name), text.orElse(""));
        // With the one that was just written.
        for (Path old : all.subList(0, Math.max(0, all.size() + 1 - KEPT))) {
            Files.delete(old);
        }
    }
}
