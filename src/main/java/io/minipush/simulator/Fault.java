package io.minipush.simulator;

import java.time.Duration;
import java.util.Objects;

/**
 * A fault to be played: which requests it meets and how often. Immutable; build one with {@link #of} and the methods that
 * narrow it.
 *
 * @param api     the api that fails, null for every one
 * @param kind    what goes wrong
 * @param rate    the share of matching requests that it meets, above 0 up to 1
 * @param count   after so many hits the fault is over; null: never
 * @param errcode the code of an {@link FaultKind#ERRCODE}, null for the others
 * @param appid   the only app that it meets, null for every one
 * @param hang    how long a hanging request hangs, null: for ever
 */
public record Fault(Api api, FaultKind kind, double rate, Long count, Integer errcode, String appid, Duration hang) {

    public Fault {
        Objects.requireNonNull(kind, "a fault needs a kind");
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("the rate of a fault is above 0 and at most 1, not " + rate);
        }
        if (count != null && count < 1) {
            throw new IllegalArgumentException("the count of a fault is at least 1, not " + count);
        }
        if ((kind == FaultKind.ERRCODE) != (errcode != null)) {
            throw new IllegalArgumentException("an errcode belongs to the fault errcode, and to no other");
        }
        if (hang != null && hang.isNegative()) {
            throw new IllegalArgumentException("a fault cannot hang for less than no time");
        }
    }

    /** A fault that meets every request of the api (null: of every api) until it is cleared. */
    public static Fault of(Api api, FaultKind kind) {
        return new Fault(api, kind, 1, null, null, null, null);
    }

    /** The platform answers every request of the api with this code and does nothing. */
    public static Fault errcode(Api api, int errcode) {
        return new Fault(api, FaultKind.ERRCODE, 1, null, errcode, null, null);
    }

    /** Meets only this share of the requests, chosen by the simulator's seeded dice. */
    public Fault rate(double share) {
        return new Fault(api, kind, share, count, errcode, appid, hang);
    }

    /** Is over after so many hits. */
    public Fault times(long hits) {
        return new Fault(api, kind, rate, hits, errcode, appid, hang);
    }

    /** Meets only requests of this app. */
    public Fault onlyFor(String app) {
        return new Fault(api, kind, rate, count, errcode, app, hang);
    }

    /** A hanging request stops hanging after this time. */
    public Fault lasting(Duration time) {
        return new Fault(api, kind, rate, count, errcode, appid, time);
    }
}
