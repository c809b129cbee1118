package io.minipush.simulator;

import java.util.ArrayList;
import java.util.List;

/** The messages that one call has accepted, in the order of their acceptance. Holds hundreds of thousands. */
final class MessageLog<E extends MessageLog.Entry> {

    /** One accepted message. */
    abstract static class Entry {
        final long at;
        long seq;
        volatile boolean answered;

        Entry(long at) {
            this.at = at;
        }

        abstract App app();
    }

    private final ArrayList<E> entries = new ArrayList<>();

    synchronized void append(E entry) {
        entries.add(entry);
        entry.seq = entries.size();
    }

    /** @param from the first number wanted; numbers begin at 1 */
    List<E> from(long from, String appid) {
        List<E> copy;
        synchronized (this) {
            int start = (int) Math.min(Math.max(from - 1, 0), entries.size());
            copy = new ArrayList<>(entries.subList(start, entries.size()));
        }
        if (appid != null) {
            copy.removeIf(e -> !e.app().appid.equals(appid));
        }
        return copy;
    }
}
