package io.minipush.routes;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.dispatch.Attempt;
import io.minipush.dispatch.Ending;
import io.minipush.dispatch.Trial;
import io.minipush.platform.Call;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;

/**
 * Sends a made-up notification through the edited send routes, with the platform replaced, and through the built-in ones: the
 * same posts must come out, and the same must be known of them afterwards, whether the platform answers, refuses the token or
 * cuts the line. What else the route calls (a log file, a topic) is replaced by nothing.
 */
final class SendRehearsal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScratchContext scratch;
    private final Collection<Call> calls;
    /** What the built-in routes do; it never changes. */
    private Map<Act, Result> expected;

    /** @param calls how notifications leave: each has its send route, its host and its answer policy */
    SendRehearsal(ScratchContext scratch, Collection<Call> calls) {
        this.scratch = scratch;
        this.calls = List.copyOf(calls);
    }

    private enum Scene {
        ANSWERED("the platform takes the message"),
        TOKEN_REFUSED("the platform refuses the token first"),
        REFUSED("the platform refuses the message"),
        CUT("the line is cut");

        private final String words;

        Scene(String words) {
            this.words = words;
        }
    }

    /** One post: where to, and what. */
    private record Post(String target, JsonNode body) {
    }

    /** What one scene came to. */
    private record Result(List<Post> posts, Ending ending, Exception failure) {
    }

    private record Act(Call call, Scene scene) {
    }

    /** The ids of all routes in which a message is on its way. */
    Set<String> routes(Collection<RouteFile> files) {
        return new Troupe(entries(), files).parts().stream().flatMap(part -> part.routes().keySet().stream()).collect(Collectors.toSet());
    }

    private List<String> entries() {
        return calls.stream().map(SendRehearsal::entry).toList();
    }

    /**
     * @param builtIn   the files as they come with the gateway
     * @param files     those that are to run, the candidate among them
     * @param candidate if none of its routes sends, nothing is played
     * @throws RouteRejected if it makes a difference to the platform or to what is known of the attempt
     */
    void compare(Collection<RouteFile> builtIn, Collection<RouteFile> files, RouteFile candidate) throws RouteRejected {
        Troupe troupe = new Troupe(entries(), files);
        if (troupe.part(candidate.name()).isEmpty()) {
            return;
        }
        if (expected == null) {
            expected = play(new Troupe(entries(), builtIn), candidate);
        }
        Map<Act, Result> results = play(troupe, candidate);
        for (Map.Entry<Act, Result> act : expected.entrySet()) {
            complain(candidate, act.getKey().scene, act.getValue(), results.get(act.getKey()), candidate.firstChange(builtIn));
        }
    }

    private Map<Act, Result> play(Troupe troupe, RouteFile candidate) throws RouteRejected {
        Performance performance = new Performance();
        try (Stage stage = new Stage(scratch, troupe, Map.of("send", performance.trial.steps()), null, performance)) {
            Map<Act, Result> results = new LinkedHashMap<>();
            for (Call call : calls) {
                if (troupe.has(entry(call))) {
                    for (Scene scene : Scene.values()) {
                        results.put(new Act(call, scene), performance.play(stage, call, scene));
                    }
                }
            }
            return results;
        } catch (TimeoutException e) {
            throw new RouteRejected(candidate.name(), 0, "in a rehearsal a message does not come to an end");
        } catch (Exception | LinkageError e) {
            throw new RouteRejected(List.of(FaultFinder.find(candidate, e)));
        }
    }

    private static String entry(Call call) {
        return "direct:" + call.route().id();
    }

    private static void complain(RouteFile candidate, Scene scene, Result expected, Result result, int firstChange) throws RouteRejected {
        if (result.failure != null && expected.failure == null) {
            RouteFault place = FaultFinder.find(candidate, result.failure);
            throw new RouteRejected(candidate.name(), place.line() > 1 ? place.line() : firstChange, "in a rehearsal (" + scene.words + ") a step failed: " + result.failure.getClass().getSimpleName()
                    + ": " + place.reason());
        }
        if (!result.posts.equals(expected.posts)) {
            throw new RouteRejected(candidate.name(), firstChange, "in a rehearsal (" + scene.words + ") it posted " + told(result.posts, expected.posts));
        }
        if (!String.valueOf(result.ending).equals(String.valueOf(expected.ending))) {
            throw new RouteRejected(candidate.name(), firstChange, "in a rehearsal (" + scene.words + ") the gateway would take it for " + word(result.ending)
                    + " instead of " + word(expected.ending));
        }
    }

    private static String told(List<Post> posts, List<Post> expected) {
        return posts.size() == expected.size() ? "something else than the built-in route does" : posts.size() + " time(s) instead of " + expected.size();
    }

    private static String word(Ending ending) {
        return ending == null ? "nothing" : ending.getClass().getSimpleName();
    }

    /** Plays the platform, scene after scene. */
    private static final class Performance implements Stage.StandIn {

        private final Trial trial = new Trial();
        private Scene scene;
        private List<Post> posts;

        Result play(Stage stage, Call call, Scene played) throws TimeoutException, InterruptedException {
            scene = played;
            posts = new ArrayList<>();
            Attempt attempt = trial.attempt(call);
            Exchange exchange = stage.call(entry(call), one -> one.setVariable(Attempt.VARIABLE, attempt));
            return new Result(posts, Trial.end(attempt), exchange.getException());
        }

        @Override
        public void act(Endpoint real, Exchange exchange) throws Exception {
            if (!(real instanceof HttpEndpoint http)) {
                return;
            }
            URI target = target(exchange, http);
            Attempt attempt = exchange.getVariable(Attempt.VARIABLE, Attempt.class);
            if (attempt == null) {
                throw new IllegalStateException("a post without the variable '" + Attempt.VARIABLE + "'");
            }
            attempt.beginPost(target);
            byte[] body = exchange.getMessage().getBody(byte[].class);
            posts.add(new Post(String.valueOf(target), body == null ? null : JSON.readTree(body)));
            if (scene == Scene.CUT) {
                attempt.cut("SocketException");
                throw new IOException("the line was cut");
            }
            int errcode = switch (scene) {
                case TOKEN_REFUSED -> posts.size() == 1 ? 42001 : 0;
                case REFUSED -> 47003;
                default -> 0;
            };
            exchange.getMessage().setBody(("{\"errcode\":" + errcode + ",\"errmsg\":\"ok\",\"msgid\":1}").getBytes(StandardCharsets.UTF_8));
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        }

        /** As camel-http would see it. */
        private static URI target(Exchange exchange, HttpEndpoint http) {
            String base = Optional.ofNullable(exchange.getMessage().getHeader(Exchange.HTTP_URI, String.class)).orElse(http.getHttpUri().toString());
            String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class);
            String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, String.class);
            String whole = path.isEmpty() ? base : base.split("\\?")[0] + (path.startsWith("/") ? path : "/" + path);
            return URI.create(query == null ? whole : whole.split("\\?")[0] + "?" + query);
        }
    }
}
