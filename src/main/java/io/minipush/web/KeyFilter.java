package io.minipush.web;

import java.io.IOException;
import java.util.Optional;

import io.minipush.access.Key;
import io.minipush.access.Keys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Lets in who shows a key. Without any key everybody, and then the settings allow loopback only. The platform has no key: its own calls
 * pass, and are locked by their signature.
 */
final class KeyFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "Bearer ";

    /** The request attribute with the name of the key that was shown. */
    static final String CALLER = "io.minipush.caller";
    static final String NOBODY = "loopback";

    private final transient Keys keys;

    KeyFilter(Keys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (EventsPath.isOf(request)) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Key> key = shown(request.getHeader("Authorization")).flatMap(keys::find);
        if (key.isEmpty() && !keys.isOpen()) {
            Problems.write(Problem.of(401, "a key is needed: Authorization: Bearer KEY").with("WWW-Authenticate", "Bearer realm=\"minipush\""), response);
            return;
        }
        request.setAttribute(CALLER, key.map(Key::name).orElse(NOBODY));
        chain.doFilter(request, response);
    }

    private static Optional<String> shown(String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(authorization.substring(SCHEME.length()).strip()) : Optional.empty();
    }
}
