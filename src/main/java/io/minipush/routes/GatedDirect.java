package io.minipush.routes;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Camel's {@code direct:} with a gate before each route, so that a route can be exchanged under load: who comes to a closed gate
 * waits, who is inside is counted. Camel's own producer is no help there. Its route takes in new callers while it is being
 * drained; and it remembers the consumer that it found last, which some of its threads go on using after it was removed.
 *
 * <p>Thread-safe.
 */
public final class GatedDirect extends DirectComponent {

    /** By endpoint, as {@code direct://send-notification}. */
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DirectEndpoint endpoint = new DirectEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new GatedProducer(this, gate(getEndpointUri()));
            }
        };
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public void addConsumer(String key, DirectConsumer consumer) {
        super.addConsumer(key, consumer);
        gate(key).leadTo(consumer);
    }

    @Override
    public void removeConsumer(String key, DirectConsumer consumer) {
        super.removeConsumer(key, consumer);
        gate(key).leadAwayFrom(consumer);
    }

    /** From now on callers wait, until {@link #open}. */
    void close(Endpoint endpoint) {
        gate(endpoint.getEndpointUri()).close();
    }

    void open(Endpoint endpoint) {
        gate(endpoint.getEndpointUri()).open();
    }

    /** @return whether nobody is inside any more */
    boolean awaitEmpty(Endpoint endpoint, Duration patience) throws InterruptedException {
        return gate(endpoint.getEndpointUri()).awaitEmpty(patience);
    }

    private Gate gate(String uri) {
        int parameters = uri.indexOf('?');
        return gates.computeIfAbsent(parameters < 0 ? uri : uri.substring(0, parameters), key -> new Gate());
    }

    /** Before one route. */
    private static final class Gate {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private DirectConsumer consumer;
        private boolean closed;
        private int inside;

        /** @return where to go on; null if nobody opened or nobody was there */
        DirectConsumer enter(long patienceMillis) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
                while (closed || consumer == null) {
                    if (left <= 0) {
                        return null;
                    }
                    left = changed.awaitNanos(left);
                }
                inside++;
                return consumer;
            } finally {
                lock.unlock();
            }
        }

        void leave() {
            change(() -> inside--);
        }

        void leadTo(DirectConsumer other) {
            change(() -> consumer = other);
        }

        void leadAwayFrom(DirectConsumer former) {
            change(() -> consumer = consumer == former ? null : consumer);
        }

        void close() {
            change(() -> closed = true);
        }

        void open() {
            change(() -> closed = false);
        }

        boolean awaitEmpty(Duration patience) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = patience.toNanos();
                while (inside > 0 && left > 0) {
                    left = changed.awaitNanos(left);
                }
                return inside == 0;
            } finally {
                lock.unlock();
            }
        }

        private void change(Runnable change) {
            lock.lock();
            try {
                change.run();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static final class GatedProducer extends DefaultAsyncProducer {

        private final DirectEndpoint endpoint;
        private final Gate gate;

        GatedProducer(DirectEndpoint endpoint, Gate gate) {
            super(endpoint);
            this.endpoint = endpoint;
            this.gate = gate;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            DirectConsumer consumer;
            try {
                consumer = gate.enter(endpoint.isBlock() ? endpoint.getTimeout() : 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return failed(exchange, e, callback);
            }
            if (consumer == null) {
                return endpoint.isFailIfNoConsumers()
                        ? failed(exchange, new DirectConsumerNotAvailableException("No consumers available on endpoint: " + endpoint, exchange), callback)
                        : failed(exchange, null, callback);
            }
            if (endpoint.isSynchronous() || consumer.getEndpoint().isSynchronous()) {
                Exception failure = null;
                try {
                    consumer.getProcessor().process(exchange);
                } catch (Exception e) {
                    failure = e;
                } finally {
                    gate.leave();
                }
                return failed(exchange, failure, callback);
            }
            return consumer.getAsyncProcessor().process(exchange, doneSync -> {
                gate.leave();
                callback.done(doneSync);
            });
        }

        private static boolean failed(Exchange exchange, Exception failure, AsyncCallback callback) {
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(true);
            return true;
        }
    }
}
