package io.minipush.books;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.purge.Purge;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.CamelContext;

/** Binds what {@code keep-books.camel.yaml} and {@code purge-expired.camel.yaml} refer to by name. */
public final class BookParts {

    private BookParts() {
    }

    /**
     * Must be called before the routes are started.
     *
     * @param node the number of this node
     */
    public static void bind(CamelContext context, Settings settings, DatabaseClock clock, long node, MeterRegistry meters) {
        context.getRegistry().bind("stock-figures", new StockFigures(meters, settings, clock));
        context.getRegistry().bind("purge", new Purge(settings, clock, node));
    }
}
