package io.minipush.jms;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/**
 * Calls for a connection that are given up after a while. Nobody can interrupt the client while it calls: it does so on a thread that may
 * be left behind, and a connection that comes too late is closed. Thread-safe.
 */
public final class BrokerCalls implements AutoCloseable {

    /** Asks the client for a connection; takes as long as it takes. */
    public interface Call {
        Connection connect() throws JMSException;
    }

    private final Duration patience;
    private final ExecutorService callers = Executors.newCachedThreadPool(new CamelThreadFactory("#name#", "jms-caller", true));
    private final Set<CompletableFuture<Connection>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    public BrokerCalls(Duration patience) {
        this.patience = patience;
    }

    /** @throws JMSException if there is none, or not in time */
    public Connection connect(Call call) throws JMSException {
        CompletableFuture<Connection> answer = new CompletableFuture<>();
        waiting.add(answer);
        try {
            if (stopped) {
                throw new JMSException("the gateway is stopping");
            }
            callers.execute(() -> connect(call, answer));
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof JMSException known ? known : new JMSException(e.getCause().toString());
        } catch (TimeoutException e) {
            giveUp(answer);
            throw new JMSException("no answer within " + patience.toSeconds() + " s");
        } catch (CancellationException e) {
            throw new JMSException("the gateway is stopping");
        } catch (InterruptedException e) {
            giveUp(answer);
            Thread.currentThread().interrupt();
            throw new JMSException("interrupted");
        } finally {
            waiting.remove(answer);
        }
    }

    private static void connect(Call call, CompletableFuture<Connection> answer) {
        try {
            Connection connection = call.connect();
            if (!answer.complete(connection)) {
                connection.close();
            }
        } catch (JMSException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** A connection that came in the last moment has nobody who takes it. */
    private static void giveUp(CompletableFuture<Connection> answer) {
        if (!answer.cancel(false) && !answer.isCompletedExceptionally()) {
            try {
                answer.join().close();
            } catch (JMSException e) {
                // It is given up in any case.
            }
        }
    }

    /** From now on nobody waits for a broker. Connections that are there stay. */
    void stop() {
        stopped = true;
        waiting.forEach(answer -> answer.cancel(false));
    }

    @Override
    public void close() {
        stop();
        callers.shutdown();
    }
}
