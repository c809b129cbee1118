package io.minipush.web;

import java.io.IOException;
import java.util.Optional;

import io.minipush.access.GuessThrottle;
import io.minipush.access.Key;
import io.minipush.access.Keys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Lets in who shows a key; what he may do with it is decided at the verb, by {@link DoorServlet}. Without any key configured everybody
 * comes in, and then the settings allow loopback only.
 */
final class KeyFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "Bearer ";

    /** The request attribute with the {@link Key} that was shown; absent if none was, which only some verbs allow. */
    static final String KEY = Key.ATTRIBUTE;

    private final transient Keys keys;
    private final transient GuessThrottle throttle;

    KeyFilter(Keys keys, GuessThrottle throttle) {
        this.keys = keys;
        this.throttle = throttle;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        Optional<Key> key;
        try {
            key = keys.isOpen() ? Optional.of(Keys.ANYBODY)
                    : shown(request.getHeader("Authorization")).flatMap(one -> throttle.find(one, request.getRemoteAddr(), GuessThrottle.Door.API));
        } catch (GuessThrottle.TooManyGuesses e) {
            Problems.writeUnread(Problem.of(e), request, response);
            return;
        }
        if (key.isEmpty() && !Verbs.mayBeSigned(request.getRequestURI())) {
            Problems.writeUnread(noKey(), request, response);
            return;
        }
        key.ifPresent(known -> request.setAttribute(KEY, known));
        chain.doFilter(request, response);
    }

    static Problem noKey() {
        return Problem.of(401, "a key is needed: Authorization: Bearer KEY").with("WWW-Authenticate", "Bearer realm=\"minipush\"");
    }

    private static Optional<String> shown(String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(authorization.substring(SCHEME.length()).strip()) : Optional.empty();
    }
}
