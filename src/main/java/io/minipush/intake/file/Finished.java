package io.minipush.intake.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The names under which a file and what belongs to it are left behind. The newest of a name has the plain one. */
record Finished(Path folder, String name) {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    Path source() {
        return folder.resolve(name);
    }

    Path report() {
        return folder.resolve(name + ".report.ndjson");
    }

    /** {@code orders.csv.rejected.csv}: it can be mended and dropped as it is. */
    Path rejected() {
        return folder.resolve(name + ".rejected" + name.substring(name.lastIndexOf('.')));
    }

    Path error() {
        return folder.resolve(name + ".error.txt");
    }

    /** Moves an older file of this name, with what belongs to it, aside under the time at which that happens. */
    void makeRoom() throws IOException {
        Files.createDirectories(folder);
        if (Files.notExists(source())) {
            return;
        }
        String stamp = STAMP.format(Instant.now()) + "-";
        for (Path old : List.of(report(), rejected(), error(), source())) {
            if (Files.exists(old)) {
                Files.move(old, folder.resolve(stamp + old.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
