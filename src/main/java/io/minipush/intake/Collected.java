package io.minipush.intake;

import java.util.List;

/**
 * The answer to a request with formIds; it exists only once they are committed.
 *
 * @param stored    formIds that were new
 * @param duplicate formIds that had been collected before, used or not
 */
public record Collected(int stored, int duplicate, List<Rejection> rejections) {
}
