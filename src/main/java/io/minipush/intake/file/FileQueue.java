package io.minipush.intake.file;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which taken file is read when: a few at a time, of one app not all of them, so that a long file does not hold up the small ones
 * of others; one that could not be read to its end for lack of database or disk is tried again after a growing pause. Thread-safe.
 */
final class FileQueue {

    static final int AT_A_TIME = 4;
    private static final int OF_ONE_APP = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private record Setback(int times, long until, String fault) {
    }

    private final Inbox inbox;
    private final Set<TakenFile> working = new HashSet<>();
    private final Map<TakenFile, Setback> setbacks = new HashMap<>();

    FileQueue(Inbox inbox) {
        this.inbox = inbox;
    }

    /** The files to begin with now; each is to be ended by {@link #end} or {@link #postpone}. */
    synchronized List<TakenFile> next() throws IOException {
        List<TakenFile> next = new ArrayList<>();
        List<TakenFile> taken = inbox.taken();
        setbacks.keySet().retainAll(taken);
        for (TakenFile file : taken) {
            Setback setback = setbacks.get(file);
            boolean rests = setback != null && System.nanoTime() < setback.until;
            if (working.size() < AT_A_TIME && !working.contains(file) && !rests
                    && working.stream().filter(other -> other.appId().equals(file.appId())).count() < OF_ONE_APP) {
                working.add(file);
                next.add(file);
            }
        }
        return next;
    }

    synchronized void end(TakenFile file) {
        working.remove(file);
        setbacks.remove(file);
    }

    /** @return whether it was the first time */
    synchronized boolean postpone(TakenFile file, String fault) {
        working.remove(file);
        int times = setbacks.containsKey(file) ? setbacks.get(file).times + 1 : 1;
        long pause = Math.min(LONGEST_PAUSE.toSeconds(), 1L << Math.min(times - 1, 5));
        setbacks.put(file, new Setback(times, System.nanoTime() + Duration.ofSeconds(pause).toNanos(), fault));
        return times == 1;
    }

    /** What an operator has to know: files that do not get on. */
    synchronized Optional<String> warning() {
        return setbacks.entrySet().stream().findFirst().map(one ->
                setbacks.size() + " file(s) in the inbox cannot be read to their end at present, " + one.getKey() + ": " + one.getValue().fault);
    }
}
