package io.minipush.intake;

import java.util.List;

import io.minipush.json.Fault;
import io.minipush.json.Refused;

/**
 * An item of a list that was not accepted; the others were.
 *
 * @param index  its place in the list, from 0
 * @param reason a stable word for programs
 */
public record Rejection(int index, String reason, List<Fault> errors) {

    /** The reason of a line that is not JSON. */
    public static final String NOT_JSON = "not_json";

    /** A list of ten thousand bad items is told in full, but each of them briefly. */
    private static final int MOST_FAULTS = 5;

    public static Rejection of(int index, Refused refused) {
        return new Rejection(index, refused.reason(), refused.faults().stream().limit(MOST_FAULTS).toList());
    }
}
