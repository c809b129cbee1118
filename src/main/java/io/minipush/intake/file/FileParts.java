package io.minipush.intake.file;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.health.Readiness;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.CamelContext;

/** The file door of this gateway. */
public final class FileParts {

    private final FileSteps steps;

    /**
     * Makes the folders and binds what {@code intake-files} names; before the routes start.
     *
     * @param instance the name of this gateway, the same after a restart
     * @throws io.minipush.settings.InvalidSetting if the inbox cannot be written
     */
    public FileParts(CamelContext context, Settings settings, DatabaseClock clock, String instance, MeterRegistry meters, Readiness readiness) {
        Inbox inbox = new Inbox(settings.inbox(), settings.apps().keySet(), instance);
        FileQueue queue = new FileQueue(inbox);
        readiness.warn(queue::warning);
        steps = new FileSteps(inbox, queue, new FileMetrics(meters), clock);
        context.getRegistry().bind("files", steps);
        context.getRegistry().bind("grown-up", new GrownUp(inbox));
    }

    /** Files in work end after their present batch; the next start goes on with them. */
    public void stop() {
        steps.stop();
    }
}
