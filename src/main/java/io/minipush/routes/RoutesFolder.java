package io.minipush.routes;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder in which operators edit routes. A look tells which files have come to rest in another state than at the last look:
 * what changed between two looks is still being written, or an editor is just putting a new file in place of the old one.
 *
 * <p>For one thread.
 */
final class RoutesFolder {

    private final Path folder;
    /** What stood there at the last look. */
    private Map<String, Stamp> seen = new HashMap<>();
    /** What was told last. */
    private final Map<String, Optional<String>> told = new HashMap<>();

    RoutesFolder(Path folder) {
        this.folder = folder;
    }

    private record Stamp(long size, long modified, Object key) {
    }

    /** The texts of all route files as they are now, whether at rest or not. */
    Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String name : stamps().keySet()) {
            Optional<String> text = read(name);
            told.put(name, text);
            text.ifPresent(found -> texts.put(name, found));
        }
        seen = stamps();
        return texts;
    }

    /** @return the files that came to rest since the last look, with their text; empty: it is gone */
    Map<String, Optional<String>> changes() throws IOException {
        Map<String, Stamp> now = stamps();
        Map<String, Optional<String>> changes = new TreeMap<>();
        Map<String, Stamp> names = new HashMap<>(now);
        told.keySet().forEach(name -> names.putIfAbsent(name, null));
        for (String name : names.keySet()) {
            boolean atRest = Objects.equals(now.get(name), seen.get(name));
            if (atRest) {
                Optional<String> text = now.containsKey(name) ? read(name) : Optional.empty();
                if (!text.equals(told.getOrDefault(name, Optional.empty()))) {
                    told.put(name, text);
                    changes.put(name, text);
                }
            }
        }
        seen = now;
        return changes;
    }

    private Map<String, Stamp> stamps() throws IOException {
        Map<String, Stamp> stamps = new HashMap<>();
        if (!Files.isDirectory(folder)) {
            return stamps;
        }
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.filter(path -> RouteFile.isRouteFile(path.getFileName().toString())).toList()) {
                try {
                    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                    if (attributes.isRegularFile()) {
                        stamps.put(path.getFileName().toString(), new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey()));
                    }
                } catch (NoSuchFileException e) {
                    // gone between the list and the look
                }
            }
        }
        return stamps;
    }

    private Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(folder.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            // not UTF-8: whatever it is, the check will say where it is wrong
            return Optional.of(new String(Files.readAllBytes(folder.resolve(name)), java.nio.charset.StandardCharsets.ISO_8859_1));
        }
    }
}
