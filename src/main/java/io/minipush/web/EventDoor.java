package io.minipush.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

import io.minipush.events.EventInbox;
import io.minipush.events.Forged;
import io.minipush.events.Unreadable;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for what the platform tells by itself, in the platform's own manner: what it is answered is plain text. Any thread. */
public final class EventDoor {

    private static final Logger LOG = LoggerFactory.getLogger(EventDoor.class);
    private static final String SUCCESS = "success";
    private static final int SOON = 5;
    private static final long BETWEEN_WARNINGS = 60_000_000_000L;

    private final EventInbox inbox;
    private final AtomicLong warned = new AtomicLong(System.nanoTime() - BETWEEN_WARNINGS);

    EventDoor(EventInbox inbox) {
        this.inbox = inbox;
    }

    /** The check that the platform's console makes when somebody saves this address there. */
    public void echo(@Variable("request") DoorRequest request, Exchange exchange) {
        checkThatOpen(request);
        try {
            answer(exchange.getMessage(), inbox.echo(request.appId(), request.query()));
        } catch (Forged e) {
            throw Problem.of(403, e.getMessage());
        }
    }

    /** Answers once the event is on the disk, or need not be. */
    public void take(@Variable("request") DoorRequest request, Exchange exchange) {
        checkThatOpen(request);
        try {
            inbox.take(request.appId(), request.query(), request.body());
            answer(exchange.getMessage(), SUCCESS);
        } catch (Forged e) {
            throw Problem.of(403, e.getMessage());
        } catch (Unreadable e) {
            throw Problem.of(400, e.getMessage());
        } catch (IOException e) {
            warn(e);
            throw Problem.of(503, "the event cannot be kept at present").retryAfter(SOON);
        }
    }

    private void checkThatOpen(DoorRequest request) {
        if (!inbox.isOpenFor(request.appId())) {
            throw Problem.of(404, "this gateway takes no events for this app");
        }
    }

    private static void answer(Message message, String text) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, "text/plain");
        message.setBody(text.getBytes(StandardCharsets.UTF_8));
    }

    private void warn(IOException fault) {
        long last = warned.get();
        long now = System.nanoTime();
        if (now - last >= BETWEEN_WARNINGS && warned.compareAndSet(last, now)) {
            LOG.warn("Events of the platform cannot be kept, it has to repeat them: {}", fault.toString());
        }
    }
}
