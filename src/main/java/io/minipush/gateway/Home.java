package io.minipush.gateway;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import com.github.f4b6a3.ulid.UlidCreator;
import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Setting;
import io.minipush.settings.WholeFile;

/** The folder that holds everything the gateway writes, locked for one process. */
public final class Home implements AutoCloseable {

    /** Below this a person should know: the database, the inbox and the broker all write here. */
    public static final long LITTLE = 64L << 20;

    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;
    private final String instance;

    private Home(Path path, FileChannel lock, String instance) {
        this.path = path;
        this.lock = lock;
        this.instance = instance;
    }

    /**
     * Creates the folder where needed and locks it.
     *
     * @throws InvalidSetting if it cannot be written, or another process has it
     */
    public static Home open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (!locked(channel)) {
                    throw new InvalidSetting(Setting.HOME.variable(), "another minipush is running on " + path, "/var/lib/minipush");
                }
                return new Home(path, channel, instance(path.resolve("instance")));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new InvalidSetting(Setting.HOME.variable(), "cannot write to " + path + " (" + e.getMessage() + ")", "/var/lib/minipush");
        }
    }

    /** Whether a gateway runs on this folder. For the moment that this takes, none could start. */
    public static boolean isTaken(Path path) {
        Path file = path.resolve(LOCK);
        if (!Files.isWritable(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !locked(channel);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String instance(Path file) throws IOException {
        String known = Files.notExists(file) ? "" : Files.readString(file).strip();
        if (!known.isEmpty()) {
            return known;
        }
        String fresh = UlidCreator.getUlid().toString();
        WholeFile.write(file, fresh);
        return fresh;
    }

    /**
     * The same name at every start on this folder. Since the lock is ours, an earlier process of this name is dead, and its
     * claims can be taken over without waiting for its heartbeat to grow old.
     */
    public String instance() {
        return instance;
    }

    /** Bytes that can still be written. */
    public long free() {
        return path.toFile().getUsableSpace();
    }

    /** One sentence while the disk is nearly full. */
    public Optional<String> warning() {
        long free = free();
        return free < LITTLE ? Optional.of("the disk of MINIPUSH_HOME has only " + (free >> 20) + " MiB left") : Optional.empty();
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // the process ends, and the lock with it
        }
    }
}
