package io.minipush.intake;

/**
 * What became of an item with a key of its own. It exists only once it is committed.
 *
 * @param id        null if it was rejected
 * @param rejection null if it was accepted
 * @param replayed  whether it had been accepted before
 */
public record ItemOutcome(String id, Rejection rejection, boolean replayed) {
}
