package io.minipush.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.access.GuessThrottle;
import io.minipush.json.Fault;
import org.eclipse.jetty.http.HttpStatus;

/**
 * An answer that says no, as {@code application/problem+json} (RFC 9457). Nothing in it comes from the request but the names
 * of its fields.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public static final String MEDIA_TYPE = "application/problem+json";

    private final int status;
    private final String reason;
    private final transient List<Fault> errors;
    private final Map<String, String> headers = new TreeMap<>();

    private Problem(int status, String detail, String reason, List<Fault> errors) {
        super(detail, null, false, false);
        this.status = status;
        this.reason = reason;
        this.errors = errors;
    }

    /** @param detail a sentence for a person, or null if the status says it all */
    public static Problem of(int status, String detail) {
        return new Problem(status, detail, null, List.of());
    }

    /** Whoever guesses keys has to wait. */
    static Problem of(GuessThrottle.TooManyGuesses guesses) {
        return of(429, guesses.getMessage() + ": wait before another one is tried").retryAfter(guesses.retryAfterSeconds());
    }

    /** Something well-formed that breaks the contract. */
    public static Problem unprocessable(String reason, List<Fault> errors) {
        return new Problem(422, errors.isEmpty() ? null : errors.get(0).detail(), reason, errors);
    }

    /** What is wanted does not go with the present state of the resource. */
    static Problem conflict(String reason, String detail) {
        return new Problem(409, detail, reason, List.of());
    }

    public Problem with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public Problem retryAfter(int seconds) {
        return with("Retry-After", Integer.toString(seconds));
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "about:blank");
        problem.put("title", HttpStatus.getMessage(status));
        problem.put("status", status);
        if (getMessage() != null) {
            problem.put("detail", getMessage());
        }
        if (reason != null) {
            problem.put("reason", reason);
        }
        if (!errors.isEmpty()) {
            problem.set("errors", errors(errors));
        }
        return problem.toString().getBytes(StandardCharsets.UTF_8);
    }

    static ArrayNode errors(List<Fault> faults) {
        ArrayNode errors = JsonNodeFactory.instance.arrayNode();
        faults.forEach(fault -> errors.addObject().put("pointer", fault.pointer()).put("detail", fault.detail()));
        return errors;
    }
}
