package io.minipush.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Reads the body of a request before anything else does, up to its limit. Only JSON in UTF-8 comes in, and never compressed:
 * a kilobyte could become a gigabyte. The platform's own calls may call their body what they like.
 */
final class BodyFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** The request attribute with the body as {@code byte[]}; absent if there is none. */
    static final String BODY = "io.minipush.body";

    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";

    private static final int MOST = 1 << 20;
    private static final int MOST_OF_LIST = 10 << 20;
    /** Read before anybody has shown who he is. */
    private static final int MOST_OF_EVENT = 64 << 10;

    /** A long list becomes many times its size in memory while it is checked; more of them at once would fill a small heap. */
    private final transient Semaphore longLists = new Semaphore(6);
    private final transient Patience patience = new Patience();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        boolean inLongList = false;
        try {
            if (hasBody(request) && Verbs.mayBeSigned(request.getRequestURI())) {
                request.setAttribute(BODY, event(request));
            } else if (hasBody(request)) {
                String type = mediaType(request);
                InputStream in = request.getInputStream();
                byte[] begin = patience.with(request, () -> upTo(MOST, in));
                byte[] body = begin;
                if (begin.length > MOST) {
                    refuseUnlessList(request, type, begin);
                    inLongList = longLists.tryAcquire();
                    if (!inLongList) {
                        throw Problem.of(503, "too many long lists at the same time").retryAfter(1);
                    }
                    body = patience.with(request, () -> rest(begin, in));
                }
                request.setAttribute(BODY, body);
            }
            chain.doFilter(request, response);
        } catch (Problem problem) {
            Problems.writeUnread(problem, request, response);
        } finally {
            if (inLongList) {
                longLists.release();
            }
        }
    }

    static boolean hasBody(HttpServletRequest request) {
        boolean takesOne = request.getMethod().equals("POST") || request.getMethod().equals("PUT") || request.getMethod().equals("PATCH");
        return takesOne && (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null);
    }

    private byte[] event(HttpServletRequest request) throws IOException {
        refuseCompressed(request);
        InputStream in = request.getInputStream();
        byte[] body = patience.with(request, () -> upTo(MOST_OF_EVENT, in));
        if (body.length > MOST_OF_EVENT) {
            throw Problem.of(413, "an event may have 64 KiB");
        }
        return body;
    }

    private static void refuseCompressed(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(415, "the body must not be compressed");
        }
    }

    private static String mediaType(HttpServletRequest request) {
        refuseCompressed(request);
        String[] parts = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT).split(";");
        String type = parts[0].strip();
        if (!type.equals(JSON) && !type.equals(NDJSON)) {
            throw Problem.of(415, "the body must be " + JSON + " (notifications also " + NDJSON + ")");
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replace("\"", "").strip();
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8") && !parameter.equals("charset=utf8")) {
                throw Problem.of(415, "the body must be in UTF-8");
            }
        }
        if (request.getContentLengthLong() > MOST_OF_LIST) {
            throw tooLong();
        }
        return type;
    }

    private static void refuseUnlessList(HttpServletRequest request, String type, byte[] begin) {
        int i = 0;
        while (i < begin.length && Character.isWhitespace(begin[i])) {
            i++;
        }
        if (Patience.isStranger(request) || !type.equals(NDJSON) && (i == begin.length || begin[i] != '[')) {
            throw tooLong();
        }
    }

    private static byte[] rest(byte[] begin, InputStream in) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(2 * begin.length);
        whole.write(begin);
        whole.write(upTo(MOST_OF_LIST - begin.length, in));
        if (whole.size() > MOST_OF_LIST) {
            throw tooLong();
        }
        return whole.toByteArray();
    }

    /**
     * One byte more, if it is there, tells that it is too long.
     *
     * @throws Problem 408 if it comes too slowly
     */
    static byte[] upTo(int most, InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        long begun = System.nanoTime();
        for (int read; body.size() <= most && (read = in.read(part, 0, Math.min(part.length, most + 1 - body.size()))) >= 0;) {
            body.write(part, 0, read);
            if (BodyRate.isTooSlow(body.size(), Duration.ofNanos(System.nanoTime() - begun))) {
                throw Problem.of(408, "the body comes too slowly");
            }
        }
        return body.toByteArray();
    }

    private static Problem tooLong() {
        return Problem.of(413, "a body may have 1 MiB, a list 10 MiB");
    }
}
