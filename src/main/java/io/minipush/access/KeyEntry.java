package io.minipush.access;

/**
 * A key with what its file says of it for people.
 *
 * @param created  as it was written, or null
 * @param note     what it is for, or null
 * @param fromLine its first line, counted from 0
 * @param toLine   the last line that is its own
 */
public record KeyEntry(Key key, String created, String note, int fromLine, int toLine) {

    public String name() {
        return key.name();
    }

    @Override
    public String toString() {
        return "KeyEntry[" + name() + "]";
    }
}
