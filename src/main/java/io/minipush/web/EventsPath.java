package io.minipush.web;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.server.Request;

/**
 * Which requests are the platform's own calls: they show no key, their signature is the lock, and they come as the platform likes. The path
 * is judged as it was sent, and has no sign that anybody could read in two ways.
 */
final class EventsPath {

    private static final Pattern PATH = Pattern.compile("/v1/apps/[A-Za-z0-9_-]{1,64}/events");

    private EventsPath() {
    }

    static boolean isOf(HttpServletRequest request) {
        return isOf(request.getMethod(), request.getRequestURI());
    }

    /** The same before there is a servlet. */
    static boolean isOf(Request request) {
        return isOf(request.getMethod(), request.getHttpURI().getPath());
    }

    private static boolean isOf(String method, String path) {
        return (method.equals("GET") || method.equals("POST")) && path != null && PATH.matcher(path).matches();
    }
}
