package io.minipush.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Lets in who shows the key. Without a key everybody, and then the settings allow loopback only. */
final class KeyFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "Bearer ";

    /** The request attribute with the name of the key that was shown. */
    static final String CALLER = "io.minipush.caller";
    static final String NOBODY = "loopback";
    private static final String ONLY_KEY = "api-key";

    private final transient Optional<byte[]> expected;

    KeyFilter(Optional<String> key) {
        this.expected = key.map(KeyFilter::digest);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (expected.isPresent() && !isKey(request.getHeader("Authorization"))) {
            Problems.write(Problem.of(401, "a key is needed: Authorization: Bearer KEY").with("WWW-Authenticate", "Bearer realm=\"minipush\""), response);
            return;
        }
        request.setAttribute(CALLER, expected.isPresent() ? ONLY_KEY : NOBODY);
        chain.doFilter(request, response);
    }

    /** Digests are compared, all of them: the time it takes tells nothing about the key, not even its length. */
    private boolean isKey(String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(expected.orElseThrow(), digest(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
