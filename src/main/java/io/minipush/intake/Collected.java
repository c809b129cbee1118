package io.minipush.intake;

import java.util.List;

/**
 * The answer to a request with formIds or subscriptions; it exists only once they are committed.
 *
 * @param stored    those that were new
 * @param duplicate those that had been collected before, used or not
 * @param revoked   earlier credits that were free and are void now
 */
public record Collected(int stored, int duplicate, int revoked, List<Rejection> rejections) {
}
