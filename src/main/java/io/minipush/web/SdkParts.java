package io.minipush.web;

import java.util.function.BiPredicate;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.access.Keys;
import io.minipush.sdk.CommitDoubt;
import io.minipush.sdk.OwnFormIds;
import io.minipush.sdk.SdkAccess;
import io.minipush.sdk.SdkSends;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.token.AccessTokens;
import org.apache.camel.CamelContext;
import org.apache.camel.component.servlet.ServletComponent;
import org.apache.camel.spi.Registry;

/** The beans of {@code sdk-front-door}, and its entry {@code sdk:}. */
public final class SdkParts {

    /** What the endpoints of the routes begin with. */
    private static final String ENTRY = "sdk";

    private SdkParts() {
    }

    /**
     * Binds them; before the routes start.
     *
     * @param longTerm    whether a template of an app needs no subscription of its user
     * @param servletName the one that {@link ApiServer} gets
     */
    public static void bind(CamelContext context, Settings settings, Keys keys, Statements statements, DatabaseClock clock, AccessTokens tokens,
            BiPredicate<String, String> longTerm, MeterRegistry meters, String servletName) {
        SdkAnswers answers = new SdkAnswers(meters);
        ServletComponent entry = new ServletComponent();
        entry.setServletName(servlet(servletName));
        entry.setHttpBinding(new SdkBinding(answers));
        context.addComponent(ENTRY, entry);
        Registry registry = context.getRegistry();
        registry.bind("sdkDoor", new SdkDoor(new SdkAccess(settings.apps().keySet(), keys, tokens, clock)));
        registry.bind("sdkAnswers", answers);
        registry.bind("sdkSends", new SdkSends(clock, settings.creditMargin(), longTerm));
        registry.bind("ownFormIds", new OwnFormIds(statements, clock, settings.creditLifetime()));
        registry.bind("commitDoubt", new CommitDoubt(statements));
    }

    /** Beside the servlet of the API. */
    static String servlet(String apiServlet) {
        return apiServlet + "-sdk";
    }
}
