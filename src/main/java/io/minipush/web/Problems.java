package io.minipush.web;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import io.minipush.hands.WrongState;
import io.minipush.intake.PlatformBusy;
import io.minipush.json.NotJson;
import io.minipush.json.Refused;
import jakarta.servlet.http.HttpServletRequest;
import io.minipush.storage.Cause;
import io.minipush.storage.DatabaseAway;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a fault of a route becomes an answer. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int SOON = 5;
    private static final long BETWEEN_WARNINGS = 1_000_000_000L;

    /** A database that is away fails every request; saying so once a second is enough. */
    private static final AtomicLong WARNED = new AtomicLong(System.nanoTime() - BETWEEN_WARNINGS);

    private Problems() {
    }

    static Problem of(Throwable fault) {
        if (fault instanceof Problem problem) {
            return problem;
        }
        if (fault instanceof Refused refused) {
            return Problem.unprocessable(refused.reason(), refused.faults());
        }
        if (fault instanceof NotJson notJson) {
            return Problem.of(400, notJson.getMessage());
        }
        if (fault instanceof WrongState wrong) {
            return Problem.conflict(wrong.state().word(), wrong.getMessage());
        }
        if (fault instanceof PlatformBusy busy) {
            return Problem.of(503, busy.getMessage()).retryAfter(busy.retryAfterSeconds());
        }
        if (fault instanceof DirectConsumerNotAvailableException || fault instanceof RejectedExecutionException) {
            return Problem.of(503, "the gateway is not taking this now").retryAfter(SOON);
        }
        if (DatabaseAway.saidBy(fault)) {
            warn(fault);
            return Problem.of(503, "the database is away").retryAfter(SOON);
        }
        LOG.error("A request failed", withoutWords(fault));
        return Problem.of(500, "the gateway failed; its log says why");
    }

    /**
     * Answers before the body was read. The connection ends with the answer: what is still to come of the body would be read only to be
     * thrown away, and a client that already sends its next request would find the door shut.
     */
    static void writeUnread(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
            response.setHeader("Connection", "close");
        }
        write(problem, response);
    }

    static void write(Problem problem, HttpServletResponse response) throws IOException {
        byte[] body = problem.body();
        response.setStatus(problem.status());
        problem.headers().forEach(response::setHeader);
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static void warn(Throwable fault) {
        long last = WARNED.get();
        long now = System.nanoTime();
        if (now - last >= BETWEEN_WARNINGS && WARNED.compareAndSet(last, now)) {
            LOG.warn("Requests are answered 503, the database is away: {}", Cause.of(fault));
        }
    }

    /** The same fault without its messages: those of the databases quote rows, and rows have openids and formIds. */
    private static Throwable withoutWords(Throwable fault) {
        String name = fault.getClass().getName() + (fault instanceof SQLException sql ? " " + sql.getSQLState() : "");
        Throwable told = new Throwable(name, fault.getCause() == null ? null : withoutWords(fault.getCause()));
        told.setStackTrace(fault.getStackTrace());
        return told;
    }
}
