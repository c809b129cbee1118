package io.minipush.template;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.json.Refused;
import io.minipush.notification.Channel;
import io.minipush.notification.NewNotification;
import io.minipush.settings.App;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The check of subscribe messages against their templates, at whatever door they come. Any thread. */
public final class TemplateCheck {

    /** The reason of data that do not fit their template: the platform would say 47003. */
    public static final String MISMATCH = "template_mismatch";

    private static final Logger LOG = LoggerFactory.getLogger(TemplateCheck.class);
    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    private record Named(String appId, String templateId) {
    }

    private final Map<String, App> apps;
    private final TemplateLists lists;
    private final Map<String, Counter> warnings = new HashMap<>();
    /** When the last line was written. Only of templates that the platform listed, so it stays small. */
    private final Map<Named, Long> told = new ConcurrentHashMap<>();

    TemplateCheck(Map<String, App> apps, TemplateLists lists, MeterRegistry meters) {
        this.apps = apps;
        this.lists = lists;
        this.apps.keySet().forEach(app -> warnings.put(app, Counter.builder("minipush_template_warnings_total").tag("app", app)
                .description("Values of subscribe messages that were taken although the platform may refuse them: too long, or not of their key's type").register(meters)));
    }

    /**
     * Before items are checked: asks once for the templates of subscribe messages that are not known. May wait for the platform, so it must stand before any
     * transaction. What cannot be had is no fault of the items.
     *
     * @param items as they came, not yet checked
     */
    public void prepare(String appId, Stream<JsonNode> items) {
        String otherwise = apps.get(appId).channel().word();
        List<String> templates = items.filter(item -> item != null && item.path("channel").asText(otherwise).equals(Channel.SUBSCRIBE.word()))
                .map(item -> item.path("template_id").textValue()).filter(Objects::nonNull).distinct().toList();
        if (!templates.isEmpty()) {
            lists.know(appId, templates);
        }
    }

    /**
     * Answers at once. A message of another channel, or of a template that is not known, passes.
     *
     * @param data of the message, as {@code {"thing1": {"value": "…"}}}
     * @throws Refused as {@link #MISMATCH} if the platform would surely refuse the message
     */
    public void check(String appId, NewNotification notification, JsonNode data) {
        if (notification.channel() != Channel.SUBSCRIBE) {
            return;
        }
        lists.find(appId, notification.templateId()).ifPresent(template -> {
            TemplateRules.Findings findings = TemplateRules.check(template, data);
            if (!findings.faults().isEmpty()) {
                throw new Refused(MISMATCH, findings.faults());
            }
            if (!findings.warnings().isEmpty()) {
                warn(new Named(appId, template.id()), findings.warnings());
            }
        });
    }

    private void warn(Named template, List<String> found) {
        warnings.get(template.appId).increment(found.size());
        long now = System.nanoTime();
        Long last = told.get(template);
        if (last == null ? told.putIfAbsent(template, now) == null : now - last >= BETWEEN_LINES && told.replace(template, last, now)) {
            LOG.info("Template {} of {}: {}. Taken all the same; the platform may answer 47003", template.templateId, template.appId,
                    String.join(", ", found));
        }
    }
}
