package io.minipush.sdk;

import java.time.Duration;

/**
 * A token for an SDK.
 *
 * @param life how long it is good; counted in whole seconds
 */
public record TokenGrant(String token, Duration life) {

    @Override
    public String toString() {
        return "TokenGrant[" + life + "]";
    }
}
