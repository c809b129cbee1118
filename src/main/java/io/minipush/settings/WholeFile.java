package io.minipush.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file so that a kill, a full disk or a power cut leaves the old one or the new one. */
public final class WholeFile {

    private WholeFile() {
    }

    /** The content is on the disk before the name is. Of the same file only one may be written at a time. */
    public static void write(Path target, String text) throws IOException {
        Path draft = target.resolveSibling("." + target.getFileName() + ".new");
        Files.writeString(draft, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
