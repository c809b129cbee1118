package io.minipush.dispatch;

import static org.apache.camel.builder.Builder.constant;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minipush.cluster.Node;
import io.minipush.credit.CreditKind;
import io.minipush.credit.TiedCredit;
import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import io.minipush.platform.Call;
import io.minipush.platform.SendRoute;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a route is edited, one claim posts once, to its own platform, and is settled from what it did. */
class PermittedHttpTest {

    private static final String SEND = "/cgi-bin/message/wxopen/template/send";

    private final AtomicInteger posts = new AtomicInteger();
    private final Node node = new Node(1);
    private HttpServer platform;
    private CamelContext context;

    @BeforeEach
    void start() throws Exception {
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/", exchange -> {
            posts.incrementAndGet();
            byte[] answer = "{\"errcode\":0}".getBytes();
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().contains("broken") ? 500 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        platform.start();
        context = new DefaultCamelContext();
        context.getCamelContextExtension().registerEndpointCallback(new PermittedHttp(Set.of("/cgi-bin/message/", "/push/"), new PlatformTimes(new SimpleMeterRegistry())));
    }

    @AfterEach
    void stop() {
        context.stop();
        platform.stop(0);
    }

    private interface Edit {
        void apply(RouteDefinition route, String post) throws Exception;
    }

    private Attempt run(Edit edit) throws Exception {
        return run(edit, url(SEND), () -> new Attempt(claimed(), node, call(url("")), Clock.systemUTC(), false));
    }

    /** @param claimed makes the attempt, once everything is there for it: on a busy machine that takes longer than a node may be silent */
    private Attempt run(Edit edit, String post, Supplier<Attempt> claimed) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                edit.apply(from("direct:send").setBody(constant("{}")), post + "?httpMethod=POST");
            }
        });
        context.start();
        if (node.life() == 0) {
            node.beat(System.nanoTime());
        }
        Attempt attempt = claimed.get();
        context.createProducerTemplate().send("direct:send", exchange -> exchange.setVariable(Attempt.VARIABLE, attempt));
        return attempt;
    }

    @Test
    void aRouteThatPostsThreeTimesSendsOnce() throws Exception {
        Attempt attempt = run((route, post) -> route.to(post).to(post).toD(post));

        assertThat(posts).hasValue(1);
        assertThat(attempt.close(null)).as("posted, and no answer was read").isInstanceOf(Ending.Unanswered.class);
    }

    @Test
    void aMulticastALoopAndARecipientListSendOnce() throws Exception {
        run((route, post) -> route.multicast().parallelProcessing().to(post, post, post).end()
                .loop(3).to(post).end()
                .recipientList(constant(post)));

        assertThat(posts).hasValue(1);
    }

    @Test
    void aRedeliveryOfTheRouteSendsOnce() throws Exception {
        run((route, post) -> route.errorHandler(new org.apache.camel.builder.DefaultErrorHandlerBuilder().maximumRedeliveries(3).redeliveryDelay(1))
                .to(post.replace(SEND, SEND + "/broken")));

        assertThat(posts).hasValue(1);
    }

    @Test
    void aPostToAnotherHostIsRefused() throws Exception {
        Attempt attempt = run((route, post) -> route.to(post), "http://localhost:" + platform.getAddress().getPort() + SEND,
                () -> new Attempt(claimed(), node, call(url("")), Clock.systemUTC(), false));

        assertThat(posts).hasValue(0);
        assertThat(attempt.close(new Ending.NeverPosted("x"))).isInstanceOf(Ending.NeverPosted.class);
    }

    @Test
    void aHeaderCannotSendThePostElsewhere() throws Exception {
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger stolen = new AtomicInteger();
        elsewhere.createContext("/", exchange -> {
            stolen.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        elsewhere.start();
        run((route, post) -> route.setHeader(Exchange.HTTP_URI, constant("http://127.0.0.1:" + elsewhere.getAddress().getPort() + SEND)).to(post));
        elsewhere.stop(0);

        assertThat(stolen).hasValue(0);
    }

    /** The calls of every platform, wherever they are served. */
    @ParameterizedTest
    @ValueSource(strings = {SEND, "/cgi-bin/message/subscribe/send", "/behind/a/proxy" + SEND, "/push/one"})
    void aMessageCallWithoutAClaimIsRefused(String path) throws Exception {
        run((route, post) -> route.removeVariable(Attempt.VARIABLE).to(url(path) + "?httpMethod=POST"));

        assertThat(posts).hasValue(0);
    }

    @Test
    void aRefusedConnectionLeavesNoDoubt() throws Exception {
        int port = platform.getAddress().getPort();
        platform.stop(0);
        Attempt attempt = run((route, post) -> route.to(post), "http://127.0.0.1:" + port + SEND,
                () -> new Attempt(claimed(), node, call("http://127.0.0.1:" + port), Clock.systemUTC(), false));

        assertThat(attempt.close(null)).isInstanceOf(Ending.NeverPosted.class);
    }

    @Test
    void aRouteThatSwallowsEveryFaultIsStillSettledAsADoubt() throws Exception {
        Attempt attempt = run((route, post) -> route.doTry().to(post).throwException(new IllegalStateException("edited")).doCatch(Exception.class).end());

        assertThat(posts).hasValue(1);
        assertThat(attempt.close(null)).isInstanceOf(Ending.Unanswered.class);
    }

    @Test
    void aNodeThatHasBeenSilentPostsNothingOfAnEarlierLife() throws Exception {
        Attempt attempt = new Attempt(claimed(), node, call(url("")), Clock.systemUTC(), false);
        node.beat(System.nanoTime() + Node.SILENT_AFTER.plusSeconds(1).toNanos());

        run((route, post) -> route.to(post), url(SEND), () -> attempt);

        assertThat(posts).hasValue(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + platform.getAddress().getPort() + path;
    }

    private static Call call(String host) {
        return new Call(Channel.TEMPLATE, URI.create(host), new SendRoute("send", null));
    }

    private static ClaimedNotification claimed() {
        Instant now = Instant.now();
        return new ClaimedNotification("N", "wx", null, "o1", "T", Channel.TEMPLATE, "o1", "{}", Lane.NORMAL, null, 0, 0, 0, now.plus(Duration.ofDays(1)), false, now, 1,
                Optional.of(new TiedCredit("f", 1, CreditKind.FORM, now, now.plus(Duration.ofDays(7)), false)));
    }
}
