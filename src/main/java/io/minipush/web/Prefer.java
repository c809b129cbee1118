package io.minipush.web;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The request header {@code Prefer} (RFC 7240), of which the gateway knows {@code wait}. */
final class Prefer {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=[,;]|$)", Pattern.CASE_INSENSITIVE);

    private Prefer() {
    }

    /** @return how long to wait, at most 30 s; empty if the header does not say so understandably: it is a wish, not an order */
    static Optional<Duration> wait(String header) {
        Matcher matcher = WAIT.matcher(header == null ? "" : header);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Duration wished = Duration.ofSeconds(Long.parseLong(matcher.group(1)));
        return Optional.of(wished.compareTo(LONGEST) > 0 ? LONGEST : wished).filter(wait -> !wait.isZero());
    }
}
