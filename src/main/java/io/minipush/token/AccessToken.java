package io.minipush.token;

/**
 * The token with which an app calls the platform.
 *
 * @param version counts the tokens of the app; a higher one is a newer token
 */
public record AccessToken(String appId, String value, long version) {

    /** Without the value: it must not reach a log. */
    @Override
    public String toString() {
        return "AccessToken[" + appId + ", version " + version + "]";
    }
}
