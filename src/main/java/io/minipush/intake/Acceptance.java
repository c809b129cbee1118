package io.minipush.intake;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The answer to a submission. It exists only once everything in it is committed.
 *
 * @param ids       one for each item in the producer's order, null where it was rejected; exactly one unless {@code list}
 * @param reference the producer's label of a single notification, or null
 * @param replayed  whether an earlier request with the same idempotency key did the work
 */
public record Acceptance(String appId, boolean list, List<String> ids, List<Rejection> rejections, String reference, Instant createdAt,
        boolean replayed) {

    public long accepted() {
        return ids.stream().filter(Objects::nonNull).count();
    }

    /** The id of the one notification of a submission that was no list. */
    public String id() {
        return ids.get(0);
    }
}
