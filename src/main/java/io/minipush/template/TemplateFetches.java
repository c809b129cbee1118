package io.minipush.template;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.platform.QueryAnswer;
import io.minipush.storage.DatabaseClock;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes of {@code refresh-templates.camel.yaml} need from Java. It writes nothing itself. Any thread. */
public final class TemplateFetches {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateFetches.class);
    /** What the column holds. An app has some dozens of templates, of a kilobyte or less. */
    private static final int LONGEST_LISTING = 10_000_000;

    private final DatabaseClock clock;
    private final TemplatePace pace;

    TemplateFetches(DatabaseClock clock, TemplatePace pace) {
        this.clock = clock;
        this.pace = pace;
    }

    public QueryAnswer read(@Header("CamelHttpResponseCode") int status, @Body byte[] body) {
        return QueryAnswer.read(status, body);
    }

    /** @return as the statement {@code store-template-list} names it; null if the platform did not give a list */
    public Map<String, Object> listing(@Variable("turn") Map<String, Object> turn, @Body QueryAnswer answer) {
        JsonNode data = answer.body().path("data");
        if (!answer.isAnswered() || !data.isArray() || data.toString().length() > LONGEST_LISTING) {
            return null;
        }
        Map<String, Object> parameters = new HashMap<>(turn);
        parameters.put("fetched_at", clock.now());
        parameters.put("listing", data.toString());
        return parameters;
    }

    /** One line when it begins to fail, and one when it works again. */
    public void report(@Variable("turn") Map<String, Object> turn, @Variable("answer") QueryAnswer answer, @Variable("listing") Map<String, Object> listing) {
        String app = (String) turn.get("app");
        if (listing == null) {
            String why = answer.isAnswered() ? "the answer has no list" : answer.why();
            if (pace.failed(app) == 1) {
                LOG.warn("The templates of {} cannot be fetched: {}; messages of templates that are not known pass unchecked meanwhile", app, why);
            } else {
                LOG.debug("The templates of {} still cannot be fetched: {}", app, why);
            }
        } else if (pace.succeeded(app) > 0) {
            LOG.info("The templates of {} could be fetched again", app);
        }
    }
}
