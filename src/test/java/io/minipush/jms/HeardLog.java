package io.minipush.jms;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * What an operator would have read in the log about the door for messages since this was opened. The rest is left out: gateways of
 * other tests in this process write to the same log, and this one has no platform.
 */
final class HeardLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final Pattern OF_THE_DOOR = Pattern.compile("io\\.minipush\\.jms.*|org\\.apache\\.activemq.*|org\\.springframework\\.jms.*"
            + "|org\\.apache\\.camel\\.component\\.jms.*|org\\.apache\\.camel\\.processor\\.errorhandler.*|.*(by-jms|put-aside)");

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    HeardLog() {
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (OF_THE_DOOR.matcher(event.getLoggerName()).matches()) {
            events.add(event);
        }
    }

    /** What the door, or anybody who works for it, has said. */
    List<String> lines() {
        return events.stream().map(event -> event.getLevel() + " " + event.getFormattedMessage()).toList();
    }

    long stackTraces() {
        return events.stream().filter(event -> event.getThrowableProxy() != null).count();
    }

    @Override
    public void close() {
        root.detachAppender(this);
    }
}
