package io.minipush.web;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Which requests are the platform's own calls: they show no key, their signature is the lock, and they come as the platform likes. The path
 * is judged as it was sent, and has no sign that anybody could read in two ways.
 */
final class EventsPath {

    private static final Pattern PATH = Pattern.compile("/v1/apps/[A-Za-z0-9_-]{1,64}/events");

    private EventsPath() {
    }

    static boolean isOf(HttpServletRequest request) {
        boolean verb = request.getMethod().equals("GET") || request.getMethod().equals("POST");
        return verb && PATH.matcher(request.getRequestURI()).matches();
    }
}
