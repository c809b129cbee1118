package io.minipush.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.access.GuessThrottle;
import io.minipush.access.Keys;
import io.minipush.platform.Platforms;
import io.minipush.sdk.CommitDoubt;
import io.minipush.sdk.OwnFormIds;
import io.minipush.sdk.SdkAccess;
import io.minipush.sdk.SdkSends;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.template.TemplateCheck;
import io.minipush.template.TemplateLists;
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
     * Binds them; before the routes start, after the templates are bound.
     *
     * @param servletName the one that {@link ApiServer} gets
     * @return who may come in
     */
    public static SdkAccess bind(CamelContext context, Settings settings, Platforms platforms, Keys keys, GuessThrottle throttle, Statements statements, DatabaseClock clock,
            AccessTokens tokens, MeterRegistry meters, String servletName) {
        SdkAnswers answers = new SdkAnswers(meters);
        ServletComponent entry = new ServletComponent();
        entry.setServletName(servlet(servletName));
        entry.setHttpBinding(new SdkBinding(answers));
        context.addComponent(ENTRY, entry);
        Registry registry = context.getRegistry();
        SdkAccess access = new SdkAccess(settings.apps().keySet(), keys, throttle, tokens, clock);
        TemplateLists templates = registry.lookupByNameAndType("templateLists", TemplateLists.class);
        registry.bind("sdkDoor", new SdkDoor(access, templates));
        registry.bind("sdkAnswers", answers);
        registry.bind("sdkSends", new SdkSends(clock, settings.creditMargin(), platforms::offers, templates,
                registry.lookupByNameAndType("templateCheck", TemplateCheck.class)));
        registry.bind("ownFormIds", new OwnFormIds(statements, clock, settings.creditLifetime()));
        registry.bind("commitDoubt", new CommitDoubt(statements));
        return access;
    }

    /** Beside the servlet of the API. */
    static String servlet(String apiServlet) {
        return apiServlet + "-sdk";
    }
}
