package io.minipush.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;

/** Nobody waits for ever, and no connection is left open behind one who has stopped waiting. */
class BrokerCallsTest {

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    private Connection open() {
        opened.incrementAndGet();
        return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                closed.incrementAndGet();
            }
            return null;
        });
    }

    @Test
    void whatComesInTimeIsHandedOut() throws Exception {
        try (BrokerCalls calls = new BrokerCalls(Duration.ofSeconds(60))) {
            assertThat(calls.connect(this::open)).isNotNull();
            assertThat(closed).hasValue(0);
        }
    }

    @Test
    void whatComesTooLateIsClosed() {
        CountDownLatch answer = new CountDownLatch(1);
        try (BrokerCalls calls = new BrokerCalls(Duration.ofMillis(20))) {
            assertThatThrownBy(() -> calls.connect(() -> {
                awaitAnswer(answer);
                return open();
            })).isInstanceOf(JMSException.class).hasMessageStartingWith("no answer within");
            answer.countDown();
            await().atMost(Duration.ofSeconds(60)).until(() -> closed.get() == 1);
        }
    }

    private static void awaitAnswer(CountDownLatch answer) {
        try {
            answer.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without patience a call ends in time, too late or between the two; each time its connection has somebody to close it. */
    @Test
    void whatComesInTheLastMomentIsHandedOutOrClosed() {
        int handedOut = 0;
        try (BrokerCalls calls = new BrokerCalls(Duration.ZERO)) {
            for (int i = 0; i < 20_000; i++) {
                try {
                    calls.connect(this::open);
                    handedOut++;
                } catch (JMSException e) {
                    assertThat(e).hasMessageStartingWith("no answer within");
                }
            }
        }
        int taken = handedOut;
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(opened).hasValue(20_000);
            assertThat(closed).hasValue(20_000 - taken);
        });
    }

    @Test
    void aStopEndsTheWaiting() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (BrokerCalls calls = new BrokerCalls(Duration.ofSeconds(600))) {
            CompletableFuture<Throwable> fault = CompletableFuture.supplyAsync(() -> {
                try {
                    calls.connect(() -> {
                        called.countDown();
                        awaitAnswer(answer);
                        return open();
                    });
                    return null;
                } catch (JMSException e) {
                    return e;
                }
            });
            assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
            calls.stop();
            assertThat(fault.get(60, TimeUnit.SECONDS)).hasMessage("the gateway is stopping");
            assertThatThrownBy(() -> calls.connect(this::open)).hasMessage("the gateway is stopping");
            answer.countDown();
            await().atMost(Duration.ofSeconds(60)).until(() -> closed.get() == 1);
        }
    }
}
