package io.minipush.settings;

/** One mini program that the gateway serves. The secret never leaves the token and session calls. */
public record App(String appId, String secret) {

    @Override
    public String toString() {
        return "App[" + appId + "]";
    }
}
