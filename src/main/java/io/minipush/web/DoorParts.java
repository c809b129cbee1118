package io.minipush.web;

import java.util.Set;

import io.minipush.events.EventInbox;
import io.minipush.intake.CodeExchange;
import io.minipush.intake.CreditIntake;
import io.minipush.intake.FormIdIntake;
import io.minipush.intake.KeyedIntake;
import io.minipush.intake.NotificationIntake;
import io.minipush.intake.SubscriptionIntake;
import io.minipush.notification.NotificationReader;
import io.minipush.notification.Templates;
import io.minipush.platform.Platforms;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.template.TemplateCheck;
import org.apache.camel.CamelContext;
import org.apache.camel.component.servlet.ServletComponent;
import org.apache.camel.spi.Registry;

/** The beans of {@code rest-api}, {@code accept-notification} and {@code collect-credits}. */
public final class DoorParts {

    private DoorParts() {
    }

    /**
     * Binds them; before the routes start, after the check of templates is bound.
     *
     * @param events      where the platform's events come in
     * @param servletName the one that {@link ApiServer} gets
     * @return the producers that wait, to be sent away when the gateway stops
     */
    public static Waiters bind(CamelContext context, Settings settings, Platforms platforms, Statements statements, DatabaseClock clock, EventInbox events,
            String servletName) {
        context.getComponent("servlet", ServletComponent.class).setServletName(servletName);
        Waiters waiters = new Waiters(statements);
        Set<String> apps = settings.apps().keySet();
        Registry registry = context.getRegistry();
        TemplateCheck templates = registry.lookupByNameAndType("templateCheck", TemplateCheck.class);
        registry.bind("doorBinding", new DoorBinding());
        registry.bind("door", new Door(apps, clock, settings.creditMargin(), waiters));
        registry.bind("answers", new Answers(clock));
        registry.bind("eventDoor", new EventDoor(events));
        registry.bind("handsDoor", new HandsDoor(clock));
        registry.bind("handsAnswers", new HandsAnswers());
        registry.bind("templateAnswers", new TemplateAnswers());
        NotificationReader reader = new NotificationReader(appId -> settings.apps().get(appId).channel(), platforms::offers, registry.findSingleByType(Templates.class));
        registry.bind("notificationIntake", new NotificationIntake(clock, reader, templates));
        registry.bind("keyedIntake", new KeyedIntake(clock, reader, templates));
        registry.bind("formIdIntake", new FormIdIntake(clock, settings.creditLifetime()));
        registry.bind("subscriptionIntake", new SubscriptionIntake(clock));
        registry.bind("creditIntake", new CreditIntake());
        registry.bind("codeExchange", new CodeExchange(settings.apps()));
        return waiters;
    }
}
