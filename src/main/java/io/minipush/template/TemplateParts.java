package io.minipush.template;

import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.settings.App;
import io.minipush.settings.Settings;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import io.minipush.token.AccessTokens;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;

/** Binds what {@code refresh-templates.camel.yaml} refers to by name, and the check at the doors. */
public final class TemplateParts {

    /** Lists fetched at the same time on one node. */
    private static final int ASKERS = 4;

    private TemplateParts() {
    }

    /**
     * Must be called before the routes are started.
     *
     * @return the lists, also bound as {@code templateLists}; the check is bound as {@code templateCheck}
     */
    public static TemplateLists bind(CamelContext context, Settings settings, Statements statements, DatabaseClock clock, AccessTokens tokens, MeterRegistry meters) {
        ProducerTemplate template = context.createProducerTemplate();
        TemplatePace pace = new TemplatePace();
        TemplateLists lists = new TemplateLists(settings.apps(), statements, clock, tokens, pace, settings.connectTimeout().plus(settings.responseTimeout()),
                turn -> template.asyncSendBody("direct:demand-templates", turn));
        lists.reload();
        Registry registry = context.getRegistry();
        registry.bind("templateLists", lists);
        registry.bind("templateFetches", new TemplateFetches(clock, pace));
        registry.bind("templateCheck", new TemplateCheck(settings.apps(), lists, meters));
        registry.bind("template-askers", context.getExecutorServiceManager().newFixedThreadPool(TemplateParts.class, "template-askers", ASKERS));
        return lists;
    }
}
