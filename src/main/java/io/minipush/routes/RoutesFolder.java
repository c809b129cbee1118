package io.minipush.routes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder in which operators edit routes. A look tells which files have come to rest in another state than was told last: what
 * changed between two looks is still being written, and a file that is away for a moment is just being replaced by an editor.
 *
 * <p>For one thread.
 */
final class RoutesFolder {

    private static final long LARGEST = 1 << 20;
    /** So many looks in a row must find the same file. */
    private static final int AT_REST = 2;
    /** So many looks in a row must find none. */
    private static final int GONE = 4;

    private final Path folder;
    private Map<String, Sight> seen = new HashMap<>();
    private final Map<String, Found> told = new HashMap<>();

    RoutesFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * What a file was found to be.
     *
     * @param text    null if it is gone or cannot be read
     * @param trouble why it cannot be read; else null
     */
    record Found(String text, String trouble) {

        private static final Found NOTHING = new Found(null, null);

        boolean isGone() {
            return text == null && trouble == null;
        }
    }

    private record Stamp(long size, long modified, Object key) {
    }

    private static final Stamp UNREADABLE = new Stamp(0, 0, null);

    /** @param stamp null if it was not there */
    private record Sight(Stamp stamp, int looks) {

        boolean isAtRest() {
            return looks >= (stamp == null ? GONE : AT_REST);
        }
    }

    /** All route files as they are now, whether at rest or not. */
    Map<String, Found> all() throws IOException {
        Map<String, Found> all = new TreeMap<>();
        for (Map.Entry<String, Stamp> file : stamps().entrySet()) {
            Found found = read(file.getKey(), file.getValue());
            if (!found.isGone()) {
                all.put(file.getKey(), found);
                told.put(file.getKey(), found);
            }
        }
        return all;
    }

    /**
     * The files that came to rest as something else than was told last.
     *
     * @throws IOException if the folder is away; that says nothing about its files
     */
    Map<String, Found> changes() throws IOException {
        Map<String, Stamp> now = stamps();
        Map<String, Stamp> names = new HashMap<>(now);
        told.keySet().forEach(name -> names.putIfAbsent(name, null));
        Map<String, Sight> sights = new HashMap<>();
        Map<String, Found> changes = new TreeMap<>();
        names.forEach((name, stamp) -> {
            Sight before = seen.get(name);
            boolean same = before != null && (stamp == null ? before.stamp == null : stamp.equals(before.stamp));
            Sight sight = new Sight(stamp, same ? before.looks + 1 : 1);
            sights.put(name, sight);
            if (sight.isAtRest()) {
                Found found = stamp == null ? Found.NOTHING : read(name, stamp);
                if (!(found.isGone() && stamp != null) && !found.equals(told.getOrDefault(name, Found.NOTHING))) {
                    changes.put(name, found);
                }
            }
        });
        changes.forEach((name, found) -> {
            if (found.isGone()) {
                told.remove(name);
            } else {
                told.put(name, found);
            }
        });
        seen = sights;
        return changes;
    }

    /** The next look tells it again. */
    void forget(String name) {
        told.put(name, new Found(null, "forgotten"));
    }

    private Map<String, Stamp> stamps() throws IOException {
        Map<String, Stamp> stamps = new HashMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.filter(path -> RouteFile.isRouteFile(path.getFileName().toString())).toList()) {
                Stamp stamp = stamp(path);
                if (stamp != null) {
                    stamps.put(path.getFileName().toString(), stamp);
                }
            }
        }
        return stamps;
    }

    /** @return null if it is no file, or gone since it was listed */
    private static Stamp stamp(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() ? new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey()) : null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            // A link that leads to itself, say: reading it tells why, and the other files are looked at.
            return UNREADABLE;
        }
    }

    /** @return {@link Found#NOTHING} if it is no longer the file with this stamp */
    private Found read(String name, Stamp stamp) {
        Path path = folder.resolve(name);
        try {
            if (stamp.size > LARGEST) {
                return new Found(null, "is larger than " + (LARGEST >> 20) + " MiB");
            }
            byte[] bytes = Files.readAllBytes(path);
            if (!stamp.equals(stamp(path))) {
                return Found.NOTHING;
            }
            return new Found(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), null);
        } catch (NoSuchFileException e) {
            return Found.NOTHING;
        } catch (CharacterCodingException e) {
            return new Found(null, "is not UTF-8");
        } catch (IOException e) {
            return new Found(null, "cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
