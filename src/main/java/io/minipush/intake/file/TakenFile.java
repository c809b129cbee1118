package io.minipush.intake.file;

import java.nio.file.Path;

/** A file that this gateway has taken out of an inbox, so that no other works on it. */
record TakenFile(String appId, Path path) {

    String name() {
        return path.getFileName().toString();
    }

    /** {@code csv}, in lower case. */
    String extension() {
        return name().substring(name().lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
    }

    /** The folder of the app in the inbox. */
    Path folder() {
        return path.getParent().getParent().getParent();
    }

    Path done() {
        return folder().resolve(".done");
    }

    Path failed() {
        return folder().resolve(".failed");
    }

    @Override
    public String toString() {
        return appId + "/" + name();
    }
}
