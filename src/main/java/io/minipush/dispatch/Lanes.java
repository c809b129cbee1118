package io.minipush.dispatch;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

import io.minipush.notification.Lane;

/**
 * Shares the places of one claim among the lanes: half to the highest that has work, half of the rest to the next, and so on;
 * what a lane cannot use goes to the others, the highest first. So a campaign does not delay what is urgent, and never stands still.
 */
final class Lanes {

    private final Map<Lane, List<Candidate>> waiting = new EnumMap<>(Lane.class);
    private final Allowance allowance;
    private final ScarcePlaces scarce;
    private final LocalDateTime now;
    private final List<String> chosen = new ArrayList<>();

    private Lanes(List<Candidate> candidates, Allowance allowance, ScarcePlaces scarce, LocalDateTime now) {
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new LinkedList<>(candidates.stream().filter(candidate -> candidate.lane() == lane).toList()));
        }
        this.allowance = allowance;
        this.scarce = scarce;
        this.now = now;
    }

    /**
     * @param candidates each lane in the order in which it is to be served
     * @return the ids of the chosen ones
     */
    static List<String> share(List<Candidate> candidates, int places, Allowance allowance, ScarcePlaces scarce, LocalDateTime now) {
        Lanes lanes = new Lanes(candidates, allowance, scarce, now);
        for (Lane lane : Lane.values()) {
            int left = places - lanes.chosen.size();
            lanes.take(lane, lanes.hasWorkBelow(lane) ? (left + 1) / 2 : left);
        }
        for (Lane lane : Lane.values()) {
            lanes.take(lane, places - lanes.chosen.size());
        }
        return lanes.chosen;
    }

    private boolean hasWorkBelow(Lane lane) {
        return waiting.entrySet().stream().anyMatch(entry -> entry.getKey().compareTo(lane) > 0 && !entry.getValue().isEmpty());
    }

    private void take(Lane lane, int most) {
        Iterator<Candidate> queue = waiting.get(lane).iterator();
        int taken = 0;
        while (taken < most && queue.hasNext()) {
            Candidate next = queue.next();
            if (!next.isPastItsEnd(now)) {
                if (!scarce.hasPlaceFor(next)) {
                    continue;
                }
                if (!allowance.grant(lane)) {
                    return;
                }
                scarce.take(next);
            }
            chosen.add(next.id());
            queue.remove();
            taken++;
        }
    }
}
