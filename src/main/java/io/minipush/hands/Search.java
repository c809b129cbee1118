package io.minipush.hands;

import java.util.Map;

import io.minipush.notification.State;

/**
 * Which notifications of an app somebody wants to see. What is null does not matter.
 *
 * @param limit  at most so many
 * @param before only those that are older than this id; an id beyond all others for the first page
 */
public record Search(String appId, State state, String openid, String reference, Integer errcode, int limit, String before) {

    /** Whether the statement that walks the best index still brings ones that are not wanted. */
    boolean isSifted() {
        boolean byIndexOfState = state != null && openid == null && reference == null;
        return errcode != null || !byIndexOfState && state != null || openid != null && reference != null;
    }

    /** @param row as the statements {@code list-…} bring it */
    boolean wants(Map<String, Object> row) {
        return (state == null || state.word().equals(row.get("state")))
                && (openid == null || openid.equals(row.get("touser")))
                && (reference == null || reference.equals(row.get("reference")))
                && (errcode == null || row.get("errcode") != null && errcode == ((Number) row.get("errcode")).intValue());
    }

    @Override
    public String toString() {
        // An openid stays out of logs.
        return "Search[" + appId + "]";
    }
}
