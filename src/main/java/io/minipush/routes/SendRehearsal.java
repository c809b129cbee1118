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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.dispatch.Attempt;
import io.minipush.dispatch.Ending;
import io.minipush.dispatch.Trial;
import io.minipush.notification.Channel;
import io.minipush.platform.AnswerPolicyFile;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Sends a made-up notification through an edited send route, in a context of its own with the platform replaced, and through
 * the built-in one: the same posts must come out, and the same must be known of them afterwards, whether the platform answers,
 * refuses the token or cuts the line. What else the route calls (a log file, a topic) is replaced by nothing.
 */
final class SendRehearsal {

    /** Where each channel's send route begins. */
    private static final Map<Channel, String> ENTRIES = Map.of(Channel.TEMPLATE, "direct:send-notification", Channel.SUBSCRIBE, "direct:send-subscribe-message");
    private static final Set<String> REAL = Set.of("direct", "log", "bean", "class", "language");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScratchContext scratch;
    private final URI platform;
    /** What the built-in routes do; it never changes. */
    private Map<Act, Result> expected;

    /** @param platform where posts may go */
    SendRehearsal(ScratchContext scratch, URI platform) {
        this.scratch = scratch;
        this.platform = platform;
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

    private record Act(Channel channel, Scene scene) {
    }

    /**
     * @param before the send files as they come with the gateway
     * @param after  the same with the edited one in its place
     * @throws RouteRejected if it makes a difference to the platform or to what is known of the attempt
     */
    void compare(Collection<RouteFile> before, Collection<RouteFile> after, RouteFile candidate) throws RouteRejected {
        if (expected == null) {
            expected = play(before);
            if (expected.values().stream().anyMatch(result -> result.posts.isEmpty())) {
                throw new IllegalStateException("the built-in routes do not post in a rehearsal: " + expected);
            }
        }
        Map<Act, Result> results = play(after);
        for (Map.Entry<Act, Result> act : expected.entrySet()) {
            complain(candidate, act.getKey().scene, act.getValue(), results.get(act.getKey()));
        }
    }

    private Map<Act, Result> play(Collection<RouteFile> files) throws RouteRejected {
        Prompter prompter = new Prompter(new Trial(platform, AnswerPolicyFile.read(Optional.empty())));
        try (DefaultCamelContext stage = scratch.open(prompter)) {
            stage.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> REAL.contains(uri.split(":")[0]) ? endpoint : new StandIn(endpoint, prompter));
            stage.start();
            for (RouteFile file : files) {
                RouteFile called = file.only(route -> route.from().startsWith("direct:"));
                if (called != null) {
                    ScratchContext.load(stage, called);
                    for (String id : called.routes().keySet()) {
                        stage.getRouteController().startRoute(id);
                    }
                }
            }
            Map<Act, Result> results = new LinkedHashMap<>();
            for (Map.Entry<Channel, String> entry : ENTRIES.entrySet()) {
                if (files.stream().anyMatch(file -> begins(file, entry.getValue()))) {
                    for (Scene scene : Scene.values()) {
                        results.put(new Act(entry.getKey(), scene), play(stage, prompter, entry.getKey(), scene));
                    }
                }
            }
            return results;
        } catch (Exception e) {
            throw new RouteRejected(files.iterator().next().name(), 0, "cannot be rehearsed: " + e.getMessage());
        }
    }

    private Result play(DefaultCamelContext stage, Prompter prompter, Channel channel, Scene scene) {
        prompter.begin(scene);
        Attempt attempt = prompter.trial.attempt(channel);
        Exchange exchange = stage.createProducerTemplate().send(ENTRIES.get(channel), one -> one.setVariable(Attempt.VARIABLE, attempt));
        return new Result(prompter.posts, Trial.end(attempt), exchange.getException());
    }

    private static boolean begins(RouteFile file, String uri) {
        return file.routes().values().stream().anyMatch(route -> route.from().equals(uri));
    }

    private static void complain(RouteFile candidate, Scene scene, Result expected, Result result) throws RouteRejected {
        if (result.failure != null && expected.failure == null) {
            RouteFault place = FaultFinder.find(candidate, result.failure);
            throw new RouteRejected(candidate.name(), place.line(), "in a rehearsal (" + scene.words + ") a step failed: " + result.failure.getClass().getSimpleName()
                    + ": " + place.reason());
        }
        if (!result.posts.equals(expected.posts)) {
            throw new RouteRejected(candidate.name(), 0, "in a rehearsal (" + scene.words + ") it posted " + told(result.posts, expected.posts));
        }
        if (!String.valueOf(result.ending).equals(String.valueOf(expected.ending))) {
            throw new RouteRejected(candidate.name(), 0, "in a rehearsal (" + scene.words + ") the gateway would take it for " + word(result.ending)
                    + " instead of " + word(expected.ending));
        }
    }

    private static String told(List<Post> posts, List<Post> expected) {
        return posts.size() == expected.size() ? "something else than the built-in route does" : posts.size() + " time(s) instead of " + expected.size();
    }

    private static String word(Ending ending) {
        return ending == null ? "nothing" : ending.getClass().getSimpleName();
    }

    /** Knows which scene is played, and is what the routes find in place of the bean {@code send}. */
    private static final class Prompter implements BeanRepository {

        private final Trial trial;
        private Scene scene;
        private List<Post> posts;

        Prompter(Trial trial) {
            this.trial = trial;
        }

        void begin(Scene played) {
            scene = played;
            posts = new ArrayList<>();
        }

        @Override
        public Object lookupByName(String name) {
            return name.equals("send") ? trial.steps() : null;
        }

        @Override
        public <T> T lookupByNameAndType(String name, Class<T> type) {
            Object bean = lookupByName(name);
            return type.isInstance(bean) ? type.cast(bean) : null;
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return Map.of();
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return Set.of();
        }
    }

    /** Takes the place of an endpoint that reaches out of the process. */
    private static final class StandIn extends DefaultEndpoint {

        private final Endpoint real;
        private final Prompter prompter;

        StandIn(Endpoint real, Prompter prompter) {
            super(real.getEndpointUri(), ((DefaultEndpoint) real).getComponent());
            this.real = real;
            this.prompter = prompter;
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    if (real instanceof HttpEndpoint http) {
                        answer(exchange, http);
                    }
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("nothing comes in here");
        }

        private void answer(Exchange exchange, HttpEndpoint http) throws Exception {
            URI target = target(exchange, http);
            Attempt attempt = exchange.getVariable(Attempt.VARIABLE, Attempt.class);
            if (attempt == null) {
                throw new IllegalStateException("a post without the variable '" + Attempt.VARIABLE + "'");
            }
            attempt.beginPost(target);
            byte[] body = exchange.getMessage().getBody(byte[].class);
            prompter.posts.add(new Post(String.valueOf(target), body == null ? null : JSON.readTree(body)));
            if (prompter.scene == Scene.CUT) {
                attempt.cut("SocketException");
                throw new IOException("the line was cut");
            }
            int errcode = switch (prompter.scene) {
                case TOKEN_REFUSED -> prompter.posts.size() == 1 ? 42001 : 0;
                case REFUSED -> 47003;
                default -> 0;
            };
            exchange.getMessage().setBody(("{\"errcode\":" + errcode + ",\"errmsg\":\"ok\"}").getBytes(StandardCharsets.UTF_8));
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
