package io.minipush.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes that are exchanged while they are called. */
class LiveRoutesTest {

    private static final String FRAGILE_AND_CALLED = """
            - route:
                id: b-fragile
                from: {uri: "fragile:b", steps: [{log: {message: VERSION}}]}
            - route:
                id: c-called
                from: {uri: "direct:c", steps: [{setBody: {expression: {constant: {expression: "VERSION"}}}}]}
            """;

    private CamelContext context;
    private LiveRoutes live;

    @BeforeEach
    void start() {
        context = new DefaultCamelContext();
        context.disableJMX();
        context.addComponent("direct", new GatedDirect());
        context.start();
        live = new LiveRoutes(context);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** The called one comes first, in the file and in the alphabet: that is not the order in which they may come to rest. */
    private static RouteFile version(int number) throws RouteRejected {
        return RouteFile.parse("v.camel.yaml", """
                - route:
                    id: a-called
                    from:
                      uri: direct:called
                      steps:
                        - delay:
                            expression: {constant: {expression: "3"}}
                        - setBody:
                            expression: {simple: {expression: "${body} VERSION"}}
                - route:
                    id: b-caller
                    from:
                      uri: direct:caller
                      steps:
                        - setBody:
                            expression: {constant: {expression: "VERSION"}}
                        - to: {uri: "direct:called"}
                """.replace("VERSION", String.valueOf(number)));
    }

    @Test
    void aRouteFailsAsTheConfigurationSaysThatItNames() throws Exception {
        context.getRegistry().bind("configured-error-handlers", new ConfiguredErrorHandlers());
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        ScratchContext.load(context, RouteFile.parse("c.camel.yaml", """
                - routeConfiguration:
                    id: says-so
                    errorHandler:
                      defaultErrorHandler: {id: retries}
                    onException:
                      - onException:
                          id: of-any-kind
                          exception: [java.lang.Exception]
                          handled: {constant: {expression: "true"}}
                          steps:
                            - setBody:
                                expression: {constant: {expression: "handled"}}
                """));
        String throwing = """
                - route:
                    id: throwing
                    routeConfigurationId: says-so
                    from:
                      uri: direct:throwing
                      steps:
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: "VERSION"}
                """;
        RouteFile first = RouteFile.parse("t.camel.yaml", throwing);
        live.swap(null, first);
        live.swap(first, RouteFile.parse("t.camel.yaml", throwing.replace("VERSION", "2")));
        assertThat(context.createProducerTemplate().requestBody("direct:throwing", "", String.class)).isEqualTo("handled");
    }

    @Test
    void everyCallerIsAnsweredByOneVersionWhole() throws Exception {
        live.swap(null, version(0));
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        List<Future<List<String>>> calls = new ArrayList<>();
        ProducerTemplate producer = context.createProducerTemplate();
        for (int i = 0; i < 8; i++) {
            calls.add(callers.submit(() -> {
                List<String> answers = new ArrayList<>();
                while (!over.get()) {
                    answers.add(producer.requestBody("direct:caller", "", String.class));
                }
                return answers;
            }));
        }
        for (int i = 1; i <= 25; i++) {
            live.swap(version(i - 1), version(i));
        }
        over.set(true);
        for (Future<List<String>> one : calls) {
            assertThat(one.get()).isNotEmpty().allMatch(answer -> answer.matches("(\\d+) \\1"));
        }
        callers.shutdown();
        assertThat(producer.requestBody("direct:caller", "", String.class)).isEqualTo("25 25");
    }

    @Test
    void aVersionThatDoesNotStartLeavesTheOldOneRunning() throws Exception {
        live.swap(null, version(1));
        RouteFile broken = RouteFile.parse("v.camel.yaml", version(2).text() + """
                - route:
                    id: c-reader
                    from:
                      uri: file:/there/is/no/such/folder
                      parameters: {startingDirectoryMustExist: true, autoCreate: false}
                      steps:
                        - log: {message: read}
                """);
        assertThatThrownBy(() -> live.swap(version(1), broken)).hasMessageContaining("/there/is/no/such/folder");
        assertThat(context.createProducerTemplate().requestBody("direct:caller", "", String.class)).isEqualTo("1 1");
        assertThat(context.getRoutes()).hasSize(2);
        live.swap(version(1), version(3));
        assertThat(context.createProducerTemplate().requestBody("direct:caller", "", String.class)).isEqualTo("3 3");
    }

    @Test
    void aRouteThatSomebodyStoppedStaysStopped() throws Exception {
        live.swap(null, version(1));
        context.getRouteController().stopRoute("b-caller");
        live.swap(version(1), version(2));
        assertThat(context.getRouteController().getRouteStatus("b-caller").isStopped()).isTrue();
        assertThat(context.getRouteController().getRouteStatus("a-called").isStarted()).isTrue();
        context.getRouteController().startRoute("b-caller");
        assertThat(context.createProducerTemplate().requestBody("direct:caller", "", String.class)).isEqualTo("2 2");
    }

    @Test
    void onlyWhatChangedIsExchanged() throws Exception {
        live.swap(null, version(1));
        var called = context.getRoute("a-called");
        RouteFile after = RouteFile.parse("v.camel.yaml", version(1).text().replace("{constant: {expression: \"1\"}}", "{constant: {expression: \"one\"}}"));
        assertThat(live.swap(version(1), after)).containsExactly("b-caller");
        assertThat(context.getRoute("a-called")).isSameAs(called);
        live.swap(after, null);
        assertThat(context.getRoutes()).isEmpty();
    }

    @Test
    void whatCannotBeStartedAgainDoesNotKeepOthersDown() throws Exception {
        live = new LiveRoutes(context, Duration.ofMillis(200));
        AtomicBoolean broken = new AtomicBoolean();
        context.addComponent("fragile", new Fragile(broken));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        context.getRegistry().bind("slow", (Processor) exchange -> {
            inside.countDown();
            goOn.await(60, TimeUnit.SECONDS);
        });
        String routes = """
                - route:
                    id: a-busy
                    from: {uri: "direct:busy", steps: [{process: {ref: slow}}, {log: {message: VERSION}}]}
                """ + FRAGILE_AND_CALLED;
        RouteFile before = RouteFile.parse("v.camel.yaml", routes);
        live.swap(null, before);
        Future<?> call = context.createProducerTemplate().asyncRequestBody("direct:busy", "");
        try {
            assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
            broken.set(true);
            assertThatThrownBy(() -> live.swap(before, RouteFile.parse("v.camel.yaml", routes.replace("VERSION", "2")))).isInstanceOf(LiveRoutes.Busy.class);
            assertThat(context.createProducerTemplate().requestBody("direct:c", "", String.class)).isEqualTo("VERSION");
        } finally {
            goOn.countDown();
        }
        call.get(60, TimeUnit.SECONDS);
    }

    @Test
    void whatCannotBePutBackDoesNotKeepOthersDown() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        context.addComponent("fragile", new Fragile(broken));
        RouteFile before = RouteFile.parse("v.camel.yaml", FRAGILE_AND_CALLED);
        live.swap(null, before);
        broken.set(true);
        assertThatThrownBy(() -> live.swap(before, RouteFile.parse("v.camel.yaml", FRAGILE_AND_CALLED.replace("VERSION", "2")))).hasMessageContaining("broken");
        assertThat(context.createProducerTemplate().requestBody("direct:c", "", String.class)).isEqualTo("VERSION");
    }

    /** Its routes start once and, while it is broken, not again. */
    private static final class Fragile extends DefaultComponent {

        private final AtomicBoolean broken;

        Fragile(AtomicBoolean broken) {
            this.broken = broken;
        }

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor) {
                        @Override
                        protected void doStart() throws Exception {
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            super.doStart();
                        }
                    };
                }
            };
        }
    }
}
