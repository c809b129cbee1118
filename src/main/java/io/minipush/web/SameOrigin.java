package io.minipush.web;

import java.util.regex.Pattern;

/**
 * Tells what a page of this server asks from what another page makes a browser ask. Browsers send their cookies, and reach loopback, on
 * behalf of any page; what they do not let a page do is to choose these headers.
 */
final class SameOrigin {

    private static final Pattern LOOPBACK = Pattern.compile("(?i)(?:localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(?::\\d{1,5})?");

    private SameOrigin() {
    }

    /**
     * Whether the request goes by a name that can only mean this machine: a page whose own name was made to lead here (DNS rebinding) is of
     * the same origin in its browser's eyes.
     */
    static boolean isLoopback(String host) {
        return host != null && LOOPBACK.matcher(host).matches();
    }

    /**
     * Whether a browser, if it is one, was told to send this by a page of this server or by its user. Clients that are no browsers send
     * none of these headers.
     *
     * @param question whether nothing can be changed by it
     * @param host     the header, as the client knows this server
     * @param site     {@code Sec-Fetch-Site}, or null
     * @param mode     {@code Sec-Fetch-Mode}, or null
     * @param origin   {@code Origin}, or null
     * @param referer  {@code Referer}, or null
     */
    static boolean asks(boolean question, String host, String site, String mode, String origin, String referer) {
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            // Following a link from elsewhere is fine; pictures, scripts and fetches from elsewhere are not.
            return question && "navigate".equals(mode) && origin == null;
        }
        if (origin != null) {
            return isOf(host, origin);
        }
        return question || referer == null || isOf(host, referer);
    }

    private static boolean isOf(String host, String address) {
        if (host == null) {
            return false;
        }
        for (String scheme : new String[] {"http://", "https://"}) {
            String own = scheme + host;
            if (address.equalsIgnoreCase(own) || address.regionMatches(true, 0, own + "/", 0, own.length() + 1)) {
                return true;
            }
        }
        return false;
    }
}
