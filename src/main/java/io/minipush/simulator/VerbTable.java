package io.minipush.simulator;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.util.Fields;

/** The control calls by their method and path. */
final class VerbTable {
    /** Runs one call; an {@link IllegalArgumentException} is the caller's mistake. */
    interface Verb {
        Object run(byte[] body, Fields query);
    }

    /** A call whose body is one object of this type. */
    interface Typed<T> {
        Object run(T body);
    }

    private final Map<String, Verb> verbs = new HashMap<>();

    /** @return null if there is no such call */
    Verb find(String call) {
        return verbs.get(call);
    }

    <T> void post(String name, Class<T> type, Typed<T> action) {
        verbs.put("POST /simulator/" + name, (body, query) -> action.run(ControlJson.read(body, type)));
    }

    void get(String name, Verb action) {
        verbs.put("GET /simulator/" + name, action);
    }

    void delete(String name, Runnable action) {
        verbs.put("DELETE /simulator/" + name, (body, query) -> done(action));
    }

    /** The answer of a call that has nothing to tell. */
    static Object done(Runnable action) {
        action.run();
        return Map.of("ok", true);
    }

    static <T> T given(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
