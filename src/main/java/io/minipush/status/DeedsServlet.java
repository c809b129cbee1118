package io.minipush.status;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.access.Key;
import io.minipush.access.Role;
import io.minipush.hands.AppHands;
import io.minipush.hands.BulkRetry;
import io.minipush.json.NotJson;
import io.minipush.json.StrictJson;
import io.minipush.notification.State;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /status/deeds}: what the buttons of the page do, by the routes behind the REST verbs, with their one commit and their audit.
 * The console's gate has refused other origins; JSON is asked for since no form of another site can send it.
 */
final class DeedsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DeedsServlet.class);
    private static final int LONGEST = 4 << 10;
    private static final Map<String, String> ON_APPS = Map.of("pause", "direct:commit-pause", "resume", "direct:commit-resume",
            "hold", "direct:commit-hold", "release", "direct:commit-release");
    private static final Set<String> ON_TEMPLATES = Set.of("hold", "release");
    private static final String RETRY = "retry";

    private final transient Set<String> apps;
    private final transient ProducerTemplate routes;

    /** @param apps a live view of those served */
    DeedsServlet(Set<String> apps, CamelContext context) {
        this.apps = apps;
        this.routes = context.createProducerTemplate();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Key key = (Key) request.getAttribute(Key.ATTRIBUTE);
        if (!key.may(Role.OPS)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (request.getContentType() == null || !request.getContentType().split(";")[0].strip().equalsIgnoreCase("application/json")) {
            response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
        } else {
            answer(key, request, response);
        }
    }

    private void answer(Key key, HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        JsonNode wish = body.length > LONGEST ? null : read(body);
        if (wish == null || !wish.isObject()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        String app = wish.path("app_id").asText();
        String deed = wish.path("deed").asText();
        if (!apps.contains(app) || !key.serves(app)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String template = wish.path("template_id").textValue();
        boolean known = deed.equals(RETRY) || ON_APPS.containsKey(deed) && ON_TEMPLATES.contains(deed) == (template != null && template.matches("[!-~]{1,128}"));
        if (!known || wish.hasNonNull("errcode") && !wish.get("errcode").canConvertToInt()) {
            response.sendError(422);
            return;
        }
        Exchange done = routes.send(deed.equals(RETRY) ? "direct:retry-many" : ON_APPS.get(deed), exchange -> {
            String who = "status page (" + key.name() + ")";
            if (deed.equals(RETRY)) {
                exchange.setVariable("bulk", new BulkRetry(app, State.FAILED, wish.hasNonNull("errcode") ? wish.get("errcode").intValue() : null, null, who));
            } else {
                exchange.getMessage().setBody(new AppHands.Wish(app, template, who));
            }
        });
        if (done.getException() != null) {
            LOG.warn("The status page could not {} app {}: {}", deed, app, done.getException().getClass().getSimpleName());
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        BulkRetry retry = done.getVariable("bulk", BulkRetry.class);
        if (retry == null) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            response.setContentType("application/json");
            response.getWriter().write("{\"retried\":" + retry.retried() + "}");
        }
    }

    /** @return null if it is no JSON */
    private static JsonNode read(byte[] body) {
        try {
            return StrictJson.read(body);
        } catch (NotJson e) {
            return null;
        }
    }
}
