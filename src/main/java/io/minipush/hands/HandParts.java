package io.minipush.hands;

import io.minipush.platform.Platforms;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Binds what the files {@code hands-on-*.camel.yaml} refer to by name. */
public final class HandParts {

    private HandParts() {
    }

    /**
     * Must be called before the routes are started.
     *
     * @param witness hears of each cancellation
     */
    public static void bind(CamelContext context, Settings settings, Platforms platforms, Statements statements, DatabaseClock clock, EndWitness witness) {
        NotificationHands hands = new NotificationHands(statements, clock, settings.creditMargin(), platforms, witness);
        Registry registry = context.getRegistry();
        registry.bind("notificationHands", hands);
        registry.bind("bulkRetries", new BulkRetries(statements, clock, hands));
        registry.bind("userErasures", new UserErasures(statements, clock, hands, witness));
        registry.bind("appHands", new AppHands(statements, clock));
        registry.bind("appStatus", new AppStatus(statements, clock, settings.apps(), settings.timeZone()));
        registry.bind("notificationSearch", new NotificationSearch(statements));
        registry.bind("reach", new Reach(statements, clock, settings.creditMargin()));
    }
}
