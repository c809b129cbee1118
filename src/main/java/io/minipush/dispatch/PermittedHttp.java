package io.minipush.dispatch;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.apache.camel.Consumer;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * Stands before every HTTP endpoint of the context, however a route reaches it: an exchange that carries an {@link Attempt}
 * posts only by its permit, and nothing is posted to the message calls of any platform without one. So no edit of a route, be it a
 * multicast, a loop or a redelivery, can send a notification twice.
 */
public final class PermittedHttp implements EndpointStrategy {

    private final Set<String> messageCalls;
    private final PlatformTimes times;

    /** @param messageCalls what the paths of the platforms' message calls contain */
    PermittedHttp(Set<String> messageCalls, PlatformTimes times) {
        this.messageCalls = Set.copyOf(messageCalls);
        this.times = times;
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        return endpoint instanceof HttpEndpoint http ? new Guarded(http) : endpoint;
    }

    private final class Guarded extends DefaultEndpoint implements DelegateEndpoint {

        private final HttpEndpoint http;

        Guarded(HttpEndpoint http) {
            super(http.getEndpointUri(), http.getComponent());
            this.http = http;
        }

        @Override
        public Endpoint getEndpoint() {
            return http;
        }

        @Override
        public Producer createProducer() throws Exception {
            return new GuardedProducer(this, http);
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("HTTP is called here, not served");
        }

        @Override
        public boolean isLenientProperties() {
            return http.isLenientProperties();
        }

        @Override
        protected void doStart() throws Exception {
            ServiceHelper.startService(http);
        }

        @Override
        protected void doStop() throws Exception {
            ServiceHelper.stopService(http);
        }
    }

    private final class GuardedProducer extends DefaultProducer {

        private final URI target;
        private final Producer producer;

        GuardedProducer(Guarded endpoint, HttpEndpoint http) throws Exception {
            super(endpoint);
            this.target = http.getHttpUri();
            this.producer = http.createProducer();
        }

        @Override
        public void process(Exchange exchange) throws Exception {
            Attempt attempt = exchange.getVariable(Attempt.VARIABLE, Attempt.class);
            URI where = target(exchange);
            if (attempt == null) {
                if (where.getPath() != null && messageCalls.stream().anyMatch(where.getPath()::contains)) {
                    throw new PostRefused("it has no claimed notification");
                }
                producer.process(exchange);
                return;
            }
            attempt.beginPost(where);
            long begun = System.nanoTime();
            try {
                producer.process(exchange);
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
                attempt.took(Duration.ofNanos(System.nanoTime() - begun));
            } catch (Exception e) {
                times.record(attempt, "none", Duration.ofNanos(System.nanoTime() - begun));
                if (neverLeft(e)) {
                    attempt.neverLeft(e.getClass().getSimpleName());
                } else {
                    attempt.cut(e.getClass().getSimpleName());
                }
                throw e;
            }
        }

        /** A header could send it elsewhere. */
        private URI target(Exchange exchange) {
            String moved = exchange.getMessage().getHeader(Exchange.REST_HTTP_URI, String.class);
            if (moved == null) {
                moved = exchange.getMessage().getHeader(Exchange.HTTP_URI, String.class);
            }
            String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class);
            URI base = moved == null ? target : URI.create(moved);
            return path == null || path.isEmpty() ? base : base.resolve(path.startsWith("/") ? path : "/" + path);
        }

        /** Whether the failure came before a byte of the request could leave. */
        private boolean neverLeft(Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof ConnectException || cause instanceof ConnectTimeoutException || cause instanceof UnknownHostException
                        || cause instanceof NoRouteToHostException || cause instanceof SSLHandshakeException
                        || cause instanceof SSLPeerUnverifiedException || cause instanceof ConnectionRequestTimeoutException) {
                    return true;
                }
            }
            return false;
        }

        @Override
        protected void doStart() throws Exception {
            ServiceHelper.startService(producer);
        }

        @Override
        protected void doStop() {
            ServiceHelper.stopService(producer);
        }
    }
}
