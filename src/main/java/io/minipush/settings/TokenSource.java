package io.minipush.settings;

/** Which platform call fetches access tokens. */
public enum TokenSource {
    /** {@code POST /cgi-bin/stable_token}: the same token for everybody while it is valid. */
    STABLE,
    /** {@code GET /cgi-bin/token}: each new token ends the life of the one before. */
    CLASSIC
}
