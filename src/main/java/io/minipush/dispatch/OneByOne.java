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
 * The turns of users who must not have two at a time. Whoever comes with a thread for a user gets the first of the user's turns, not
 * the one that he came for: so the order holds, however threads overtake each other. Nobody waits here. Thread-safe.
 *
 * @param <T> a turn
 */
final class OneByOne<T> {

    private static final class User<T> {
        private final Queue<T> waiting;
        private boolean busy;

        User(Comparator<? super T> order) {
            this.waiting = new PriorityQueue<>(order);
        }

        boolean isGone() {
            return !busy && waiting.isEmpty();
        }
    }

    private final Comparator<? super T> order;
    private final Map<String, User<T>> users = new HashMap<>();

    OneByOne(Comparator<? super T> order) {
        this.order = order;
    }

    synchronized void add(String user, T turn) {
        users.computeIfAbsent(user, one -> new User<>(order)).waiting.add(turn);
    }

    /** @return the first turn of the user, which has begun by that; null if one is under way or none waits */
    synchronized T begin(String user) {
        User<T> one = users.get(user);
        if (one == null || one.busy) {
            return null;
        }
        T turn = one.waiting.poll();
        one.busy = turn != null;
        return turn;
    }

    /** The turn that had begun is over. Returns one that waits, for which somebody has to come again; null if none does. */
    synchronized T end(String user) {
        User<T> one = users.get(user);
        one.busy = false;
        if (one.isGone()) {
            users.remove(user);
        }
        return one.waiting.peek();
    }

    /** @return the waiting ones that are meant; they wait no longer */
    synchronized List<T> remove(Predicate<T> meant) {
        List<T> removed = new ArrayList<>();
        for (User<T> one : users.values()) {
            for (Iterator<T> turns = one.waiting.iterator(); turns.hasNext();) {
                T turn = turns.next();
                if (meant.test(turn)) {
                    turns.remove();
                    removed.add(turn);
                }
            }
        }
        users.values().removeIf(User::isGone);
        return removed;
    }
}
