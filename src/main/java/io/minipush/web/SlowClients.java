package io.minipush.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.EventsHandler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Cuts off who sends a request drop by drop. The web server's own idle timeout begins anew with each byte, so one machine could hold all
 * connections, or all of the few places for people. HTTP/1.1 only: a connection has one request at a time.
 */
final class SlowClients extends EventsHandler {

    private final Scheduler scheduler;
    private final Duration request;
    private final Duration body;
    private final Map<Connection, Watch> watches = new ConcurrentHashMap<>();

    /** Of one connection. */
    private final class Watch {

        private final Connection connection;
        private int begun;
        private int over;
        private Scheduler.Task end;

        Watch(Connection connection) {
            this.connection = connection;
        }

        synchronized void opened() {
            set(request, "the request is too slow");
        }

        synchronized void begun(boolean hasBody) {
            begun++;
            set(hasBody ? body : null, "the body is too slow");
        }

        synchronized void read() {
            set(null, null);
        }

        /** May be told of after the next request has begun. */
        synchronized void over() {
            over++;
            if (begun == over) {
                opened();
            }
        }

        synchronized void closed() {
            set(null, null);
        }

        private void set(Duration time, String why) {
            if (end != null) {
                end.cancel();
            }
            end = time == null ? null : scheduler.schedule(() -> connection.getEndPoint().close(new TimeoutException(why)), time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * @param request from the opening of a connection, or the answer before, until the next request's headers are there
     * @param body    for the rest of a request
     */
    SlowClients(Scheduler scheduler, Duration request, Duration body, Handler handler) {
        super(handler);
        this.scheduler = scheduler;
        this.request = request;
        this.body = body;
    }

    /** What the connector has to tell of its connections. */
    Connection.Listener connections() {
        return new Connection.Listener() {
            @Override
            public void onOpened(Connection connection) {
                Watch watch = new Watch(connection);
                watches.put(connection, watch);
                watch.opened();
            }

            @Override
            public void onClosed(Connection connection) {
                Watch watch = watches.remove(connection);
                if (watch != null) {
                    watch.closed();
                }
            }
        };
    }

    /** Nobody hears it if the connection is closed. */
    private void tell(Request request, Consumer<Watch> news) {
        Watch watch = watches.get(request.getConnectionMetaData().getConnection());
        if (watch != null) {
            news.accept(watch);
        }
    }

    @Override
    protected void onBeforeHandling(Request request) {
        tell(request, watch -> watch.begun(request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)));
    }

    @Override
    protected void onRequestRead(Request request, Content.Chunk chunk) {
        if (chunk != null && chunk.isLast()) {
            tell(request, Watch::read);
        }
    }

    @Override
    protected void onComplete(Request request, Throwable failure) {
        tell(request, Watch::over);
    }
}
