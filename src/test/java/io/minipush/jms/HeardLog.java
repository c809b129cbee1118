package io.minipush.jms;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** What an operator would have read in the log since this was opened. */
final class HeardLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    HeardLog() {
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    /**
     * All but the gateway's own beginning and end, what the platform, which no test of this door has, is missed for, and
     * Camel's word on a name in JMX that a gateway of another test in this process has already: an operator runs one a process.
     */
    List<String> lines() {
        return events.stream().filter(event -> !event.getLoggerName().matches(".*\\.(Gateway|TokenRenewals|TokenHealth|JmxManagementLifecycleStrategy)"))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage()).toList();
    }

    long stackTraces() {
        return events.stream().filter(event -> event.getThrowableProxy() != null).count();
    }

    @Override
    public void close() {
        root.detachAppender(this);
    }
}
