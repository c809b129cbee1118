package io.minipush.simulator.push;

/**
 * What a server answered to one request.
 *
 * @param status the HTTP status; 0 if none came
 * @param body   the first 200 characters, or why none came: {@code timeout} or {@code unreachable}
 */
public record PushAnswer(int status, String body) {
    static final String TIMEOUT = "timeout";
    static final String UNREACHABLE = "unreachable";
    private static final int LONGEST = 200;

    static PushAnswer of(int status, String body) {
        return new PushAnswer(status, body.length() > LONGEST ? body.substring(0, LONGEST) : body);
    }

    /** The platform takes {@code success} and an empty answer for a yes. */
    public boolean good() {
        return status == 200 && (body.equals("success") || body.isEmpty());
    }

    /** How the answer is counted. */
    String outcome() {
        if (status == 0) {
            return body;
        }
        if (status != 200) {
            return "http_" + status;
        }
        return good() ? (body.isEmpty() ? "empty" : "success") : "other_text";
    }
}
