package io.minipush.intake.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Setting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders into which producers drop files: one an app, and in it {@code .taken/INSTANCE} for what a gateway works on,
 * {@code .done} and {@code .failed}. Taking is one atomic rename: of several gateways that share the inbox one gets the file.
 */
final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final String TAKEN = ".taken";
    private static final Set<String> EXTENSIONS = Set.of("json", "ndjson", "jsonl", "csv");
    private static final Set<String> UNFINISHED = Set.of("tmp", "part", "partial", "filepart", "crdownload");

    private final Path root;
    private final Set<String> apps;
    private final String instance;
    private final Set<Path> warned = ConcurrentHashMap.newKeySet();

    /**
     * Makes the folders.
     *
     * @param instance the name of this gateway, the same after a restart
     * @throws InvalidSetting if they cannot be written
     */
    Inbox(Path root, Set<String> apps, String instance) {
        this.root = root;
        this.apps = apps;
        this.instance = instance;
        try {
            for (String app : apps) {
                Path own = Files.createDirectories(own(app));
                Files.delete(Files.createTempFile(own, ".try", null));
            }
        } catch (IOException e) {
            throw Setting.INBOX.invalid("cannot write to " + root + " (" + e + ")");
        }
    }

    private Path own(String app) {
        return root.resolve(app).resolve(TAKEN).resolve(instance);
    }

    /** Whether the file is one for us, finished or not. What is not, and will not be, is told once. */
    boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
        if (name.startsWith(".") || name.endsWith("~") || UNFINISHED.contains(extension)) {
            return false;
        }
        Path folder = file.getParent();
        if (!apps.contains(folder.getFileName().toString())) {
            if (warned.add(folder)) {
                LOG.warn("Files in {} are left alone: this gateway serves no such app", folder);
            }
            return false;
        }
        if (!EXTENSIONS.contains(extension)) {
            if (warned.add(file)) {
                LOG.warn("{} is left alone: its name ends neither in .csv nor in .json, .ndjson or .jsonl", file);
            }
            return false;
        }
        return Files.notExists(own(folder.getFileName().toString()).resolve(name));
    }

    /** Takes a file, unless another gateway was faster. */
    boolean take(Path file) throws IOException {
        try {
            Files.move(file, own(file.getParent().getFileName().toString()).resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** What this gateway has taken and not finished, the oldest first. */
    List<TakenFile> taken() throws IOException {
        List<TakenFile> taken = new ArrayList<>();
        for (String app : apps) {
            Files.createDirectories(own(app));
            for (Path file : list(own(app))) {
                if (!file.getFileName().toString().startsWith(".")) {
                    taken.add(new TakenFile(app, file));
                }
            }
        }
        taken.sort(java.util.Comparator.comparingLong((TakenFile one) -> one.path().toFile().lastModified()).thenComparing(TakenFile::name));
        return taken;
    }

    /** Goes on with what gateways took that have been silent for long. */
    void adopt(Set<String> alive) throws IOException {
        for (String app : apps) {
            for (Path other : list(root.resolve(app).resolve(TAKEN))) {
                String name = other.getFileName().toString();
                if (name.equals(instance) || alive.contains(name)) {
                    continue;
                }
                for (Path file : list(other)) {
                    if (!file.getFileName().toString().startsWith(".")) {
                        adopt(app, file);
                    }
                }
            }
        }
    }

    private void adopt(String app, Path file) throws IOException {
        Path target = own(app).resolve(file.getFileName());
        try {
            if (Files.notExists(target)) {
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
                LOG.info("Going on with the file {} of a gateway that fell silent", file.getFileName());
            }
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            // another gateway was faster
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(files::add);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return files;
    }
}
