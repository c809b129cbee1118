package io.minipush.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import com.github.f4b6a3.ulid.UlidCreator;
import io.minipush.settings.Setting;

/**
 * The folder in which events lie between the door and the database, one file each, named in the order in which they came. What
 * {@link #write} has returned for survives a crash. Only the owner can read it: events say who did what.
 */
final class Spool {

    static final String EXTENSION = ".json";
    private static final String FAILED = ".failed";
    private static final String UNFINISHED = ".*.tmp";

    private final Path folder;
    private final boolean posix;

    /**
     * Makes the folder and removes what a crash left half-written.
     *
     * @throws io.minipush.settings.InvalidSetting if it cannot be written
     */
    Spool(Path folder) {
        this.folder = folder;
        this.posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            for (Path one : List.of(folder, folder.resolve(FAILED))) {
                Files.createDirectories(one);
                if (posix) {
                    Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwx------"));
                }
            }
            for (Path half : list(UNFINISHED)) {
                Files.delete(half);
            }
        } catch (IOException e) {
            throw Setting.HOME.invalid("cannot write to " + folder + " (" + e + ")");
        }
    }

    /** Any thread. After an exception there is no such event, or the platform may repeat it without harm. */
    void write(byte[] event) throws IOException {
        String name = UlidCreator.getMonotonicUlid() + EXTENSION;
        Path half = folder.resolve("." + name + ".tmp");
        try {
            try (FileChannel file = FileChannel.open(half, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
                for (ByteBuffer bytes = ByteBuffer.wrap(event); bytes.hasRemaining();) {
                    file.write(bytes);
                }
                file.force(true);
            }
            Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            forceNames();
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} : new FileAttribute<?>[0];
    }

    /** A new name of a file survives a power cut only once its folder is on the disk, too. */
    private void forceNames() throws IOException {
        if (posix) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** The files that wait, the oldest first. */
    List<Path> waiting() throws IOException {
        List<Path> files = list("*" + EXTENSION);
        Collections.sort(files);
        return files;
    }

    /** Puts a file away for a person to look at, with a word why. */
    void putAside(Path file, String reason) throws IOException {
        Path away = folder.resolve(FAILED).resolve(file.getFileName());
        Files.writeString(away.resolveSibling(file.getFileName() + ".error.txt"), reason + "\n");
        Files.move(file, away, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Path> list(String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
            stream.forEach(files::add);
        }
        return files;
    }
}
