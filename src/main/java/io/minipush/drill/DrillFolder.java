package io.minipush.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/** What a drill writes: homes, logs, the database, and the folders that its nodes share. */
record DrillFolder(Path root) {

    static DrillFolder create() throws IOException {
        return new DrillFolder(Files.createTempDirectory("minipush-drill"));
    }

    Path node(int number) {
        return root.resolve("node-" + number);
    }

    Path inbox() {
        return root.resolve("inbox");
    }

    Path routes() throws IOException {
        return Files.createDirectories(root.resolve("routes"));
    }

    Path broker() {
        return root.resolve("broker");
    }

    void delete() throws IOException {
        FileSystemUtils.deleteRecursively(root);
    }
}
