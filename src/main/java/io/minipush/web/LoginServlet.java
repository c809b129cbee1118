package io.minipush.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

import io.minipush.access.GuessThrottle;
import io.minipush.access.Key;
import io.minipush.access.Keys;
import io.minipush.access.Role;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for a key and opens a session for it: a cookie that scripts cannot read and that no other site's page makes a browser send. */
final class LoginServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(LoginServlet.class);

    /** A page of this server; anything else could lead away from it. */
    private static final Pattern TO = Pattern.compile("/(?:[A-Za-z0-9._~?=&%:-][A-Za-z0-9/._~?=&%:-]*)?");
    private static final String START = "/";
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final String PAGE = page();

    private final transient Keys keys;
    private final transient GuessThrottle throttle;
    private final transient Sessions sessions;

    LoginServlet(Keys keys, GuessThrottle throttle, Sessions sessions) {
        this.keys = keys;
        this.throttle = throttle;
        this.sessions = sessions;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (keys.isOpen()) {
            response.sendRedirect(to(request));
            return;
        }
        ask(request, response, 200, "");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String shown = request.getParameter("key");
        Optional<Key> key;
        try {
            key = shown == null || keys.isOpen() ? Optional.empty() : throttle.find(shown.strip(), request.getRemoteAddr(), GuessThrottle.Door.CONSOLE);
        } catch (GuessThrottle.TooManyGuesses e) {
            response.setHeader("Retry-After", Integer.toString(e.retryAfterSeconds()));
            ask(request, response, 429, "Too many wrong keys: wait " + e.retryAfterSeconds() + " s. · 错误密钥过多，请等待 " + e.retryAfterSeconds() + " 秒。");
            return;
        }
        if (key.isEmpty()) {
            ask(request, response, 401, "There is no such key. · 没有这个密钥。");
            return;
        }
        if (!key.get().may(Role.READ)) {
            ask(request, response, 403, "This key has neither the role read nor ops. · 此密钥没有 read 或 ops 角色。");
            return;
        }
        // Over HTTPS, by a proxy that ends it, the ticket must not go out without it.
        String origin = request.getHeader("Origin");
        boolean secure = request.isSecure() || origin != null && origin.startsWith("https:");
        response.setHeader("Set-Cookie", ConsoleGate.cookie(request.getLocalPort()) + "=" + sessions.open(key.get()) + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : ""));
        LOG.info("{} logged in to the console", key.get().name());
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", to(request));
    }

    private static void ask(HttpServletRequest request, HttpServletResponse response, int status, String said) throws IOException {
        byte[] page = PAGE.replace("<!--said-->", said).replace("<!--to-->", to(request).replace("&", "&amp;")).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Content-Security-Policy", POLICY);
        response.setContentType("text/html; charset=utf-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    private static String to(HttpServletRequest request) {
        String to = request.getParameter("to");
        return to != null && TO.matcher(to).matches() ? to : START;
    }

    private static String page() {
        try (InputStream page = LoginServlet.class.getResourceAsStream("/web/login.html")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the login page cannot be read", e);
        }
    }
}
