package io.minipush.dispatch;

import java.util.function.Predicate;

import io.minipush.notification.Lane;

/**
 * The places for notifications whose post no repeat settles, during one claim: such are claimed only to be posted at once. What is
 * left without a place does not keep the others from theirs. One claim, one thread.
 */
final class ScarcePlaces {

    private final InFlight.Places places;
    private final Predicate<Candidate> provable;
    private int taken;
    private boolean left;

    /** @param provable whether a repeat settles what a post of the notification leaves in doubt */
    ScarcePlaces(InFlight.Places places, Predicate<Candidate> provable) {
        this.places = places;
        this.provable = provable;
    }

    /** Whether the notification needs none of the places, or there is one for it. */
    boolean hasPlaceFor(Candidate candidate) {
        boolean place = provable.test(candidate) || taken < places.most() && (candidate.lane() == Lane.HIGH || !places.urgentOnly());
        left |= !place;
        return place;
    }

    void take(Candidate candidate) {
        if (!provable.test(candidate)) {
            taken++;
        }
    }

    /** Whether something was left without a place: there is more to claim as soon as one is free. */
    boolean leftSome() {
        return left;
    }
}
