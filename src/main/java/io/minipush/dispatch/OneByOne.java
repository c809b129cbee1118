package io.minipush.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * Lets through one turn of a user at a time; the others wait here, in the order that turns have, and hold no thread. Thread-safe.
 *
 * @param <T> a turn
 */
final class OneByOne<T> {

    private final Comparator<? super T> order;
    /** Of each user whose turn it is: who comes next. */
    private final Map<String, Queue<T>> waiting = new HashMap<>();

    OneByOne(Comparator<? super T> order) {
        this.order = order;
    }

    /** @return whether the turn may begin; if not, it comes out of {@link #leave} later */
    synchronized boolean enter(String user, T turn) {
        Queue<T> others = waiting.get(user);
        if (others == null) {
            waiting.put(user, new PriorityQueue<>(order));
            return true;
        }
        others.add(turn);
        return false;
    }

    /**
     * A turn is over.
     *
     * @return the next of this user, which has entered by that; null if there is none
     */
    synchronized T leave(String user) {
        T next = waiting.get(user).poll();
        if (next == null) {
            waiting.remove(user);
        }
        return next;
    }

    /** @return the waiting ones that are meant; they wait no longer */
    synchronized List<T> remove(Predicate<T> meant) {
        List<T> removed = new ArrayList<>();
        for (Queue<T> others : waiting.values()) {
            for (Iterator<T> turns = others.iterator(); turns.hasNext();) {
                T turn = turns.next();
                if (meant.test(turn)) {
                    turns.remove();
                    removed.add(turn);
                }
            }
        }
        return removed;
    }
}
