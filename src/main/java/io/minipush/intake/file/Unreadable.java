package io.minipush.intake.file;

/** A file that cannot be read as a whole. Its message is for the person who dropped it, and quotes nothing but names of columns. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
        super(message);
    }
}
