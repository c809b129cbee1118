package io.minipush.drill;

import java.time.Duration;

/**
 * How the cluster got over one disturbance. The times run from the kill, or from the beginning of the freeze.
 *
 * @param claimed         rows that the node had claimed at that moment; -1 if it cannot be known (H2)
 * @param nextAcceptance  until the platform accepted another message, whichever node sent it; null if it never did
 * @param rowsSettled     until none of the rows was claimed by that process any longer; null if it cannot be known
 * @param ready           until the node answered its health check again; null for a freeze
 */
record Recovery(String what, String node, int claimed, Duration nextAcceptance, Duration rowsSettled, Duration ready) {
}
