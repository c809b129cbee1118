package io.minipush.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

import io.minipush.access.GuessThrottle;
import io.minipush.access.Key;
import io.minipush.access.Keys;
import io.minipush.access.Role;
import io.minipush.settings.Settings;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The lock before everything that operators see in a browser. A key with the role {@code read} opens it, by a session of {@link LoginServlet}
 * or in the header {@code Authorization} (Bearer, or Basic with any user name); whoever sends more than questions needs {@code ops}. Without
 * any key configured it is open on loopback only. Requests that a page of another origin makes a browser send are refused.
 */
final class ConsoleGate extends Handler.Wrapper {

    static final String LOGIN = "/login";
    static final String LOGOUT = "/logout";
    /** Questions come as POST there too; it knows by itself which of them change anything. */
    private static final String JOLOKIA = "/hawtio/jolokia";
    private static final String HAWTIO = "/hawtio/";
    private static final Set<String> FOR_ANYBODY = Set.of(LOGIN, LOGOUT);
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final Keys keys;
    private final GuessThrottle throttle;
    private final Sessions sessions;
    private final boolean onLoopback;

    ConsoleGate(Keys keys, GuessThrottle throttle, Sessions sessions, Settings.Address address, Handler console) {
        super(console);
        this.keys = keys;
        this.throttle = throttle;
        this.sessions = sessions;
        this.onLoopback = Settings.isOnLoopback(address.host());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Problem refusal = refusal(request);
        if (refusal == null) {
            return super.handle(request, response, callback);
        }
        refusal.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        Servers.answer(response, callback, refusal.status(), Problem.MEDIA_TYPE, refusal.body());
        return true;
    }

    /** @return null if he may come in */
    private Problem refusal(Request request) {
        HttpFields headers = request.getHeaders();
        String host = headers.get(HttpHeader.HOST);
        String path = Request.getPathInContext(request);
        boolean question = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (keys.isOpen() && !(onLoopback && SameOrigin.isLoopback(host))) {
            return Problem.of(403, "without a key the console serves loopback only: set MINIPUSH_API_KEY or MINIPUSH_KEYS_FILE");
        }
        if (!SameOrigin.asks(question, host, headers.get("Sec-Fetch-Site"), headers.get("Sec-Fetch-Mode"), headers.get(HttpHeader.ORIGIN), headers.get(HttpHeader.REFERER))) {
            return Problem.of(403, "this comes from a page of another origin");
        }
        Optional<Key> key;
        try {
            key = keys.isOpen() ? Optional.of(Keys.ANYBODY) : shown(request);
        } catch (GuessThrottle.TooManyGuesses e) {
            return Problem.of(e);
        }
        key.ifPresent(known -> request.setAttribute(Key.ATTRIBUTE, known));
        if (FOR_ANYBODY.contains(path)) {
            return null;
        }
        if (key.isEmpty()) {
            return question && String.valueOf(headers.get(HttpHeader.ACCEPT)).contains("text/html") ? toTheLogin(request)
                    : Problem.of(401, "a key is needed: log in at " + LOGIN + ", or Authorization: Bearer KEY").with("WWW-Authenticate", "Bearer realm=\"minipush\"");
        }
        if (!key.get().may(Role.READ)) {
            return Problem.of(403, "this needs a key with the role read");
        }
        if (path.startsWith(HAWTIO) && !key.get().apps().isEmpty()) {
            return Problem.of(403, "Hawtio shows what all apps have in common: this needs a key for all of them");
        }
        if (!question && !path.equals(JOLOKIA) && !path.startsWith(JOLOKIA + "/") && !key.get().may(Role.OPS)) {
            return Problem.of(403, "this needs a key with the role ops");
        }
        return null;
    }

    private static Problem toTheLogin(Request request) {
        return Problem.of(303, null).with("Location", LOGIN + "?to=" + URLEncoder.encode(request.getHttpURI().getPathQuery(), StandardCharsets.UTF_8));
    }

    private Optional<Key> shown(Request request) {
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization != null) {
            return key(authorization).flatMap(one -> throttle.find(one, Request.getRemoteAddr(request), GuessThrottle.Door.CONSOLE));
        }
        return ticket(request).flatMap(sessions::find);
    }

    private static Optional<String> key(String authorization) {
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            try {
                String login = new String(Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip()), StandardCharsets.UTF_8);
                return Optional.of(login.substring(login.indexOf(':') + 1));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ticket(Request request) {
        String name = cookie(Request.getLocalPort(request));
        return Request.getCookies(request).stream().filter(cookie -> cookie.getName().equals(name)).map(cookie -> cookie.getValue()).findFirst();
    }

    /** Browsers keep one jar for all ports of a machine. */
    static String cookie(int port) {
        return "minipush-" + port;
    }
}
