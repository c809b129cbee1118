package io.minipush.drill;

import java.time.Duration;
import java.util.Set;

import io.minipush.storage.Dialect;

/**
 * What a drill does. The same plan with the same seed sends the same messages to the same users with the same faults at the
 * same shares; when exactly a process dies within its work is up to the machine.
 *
 * @param kills         how often a random node is killed with {@code kill -9} and started again
 * @param freezes       how often a random node is stopped for 20 s and then goes on
 * @param faultPercent  the share of posts that meet a fault of the platform or of the way to it
 * @param prepayPercent the share of credits that stem from payments; a real doubt about one of those ends {@code uncertain}
 * @param subscribePercent the share of messages that go as subscribe messages; a real doubt about one of those ends {@code uncertain}
 * @param latency       of the platform
 * @param inFlight      posts at the same time for each node
 * @param doors         through which the messages come in
 * @param recollect     whether formIds are handed in again and again, also after their use
 * @param patience      how long the drill waits for the last message after the last disturbance
 * @param keep          whether homes and logs stay
 */
public record DrillPlan(Dialect database, int nodes, int messages, int users, int kills, int freezes, int faultPercent,
        int prepayPercent, int subscribePercent, Duration latency, int inFlight, boolean recollect, Set<Door> doors, long seed, Duration patience, boolean keep) {

    int disturbances() {
        return kills + freezes;
    }

    /**
     * How long a gateway waits for the platform. A busy machine makes a short time a doubt now and then. For a formId that costs nothing; a
     * subscribe message would be uncertain without anybody's fault.
     */
    Duration responseTimeout() {
        return Duration.ofSeconds(subscribePercent > 0 ? 6 : 3);
    }

    /** By then even a slow machine is through with all disturbances. */
    Duration longest() {
        return patience.plusSeconds(60L * kills + 80L * freezes + messages / 50);
    }

    public DrillPlan {
        doors = Set.copyOf(doors);
        if (database == Dialect.H2 && nodes > 1) {
            throw new IllegalArgumentException("H2 is a file of one process: it takes one node. Take --database postgresql or mariadb for more.");
        }
        between("nodes", nodes, 1, 20);
        between("messages", messages, 1, 10_000_000);
        between("users", users, 1, 1_000_000);
        between("kills", kills, 0, 1000);
        between("freezes", freezes, 0, 1000);
        between("faults", faultPercent, 0, 90);
        between("prepay", prepayPercent, 0, 100);
        between("subscribe", subscribePercent, 0, 100);
        between("in-flight", inFlight, 1, 10_000);
    }

    private static void between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("--" + option + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
