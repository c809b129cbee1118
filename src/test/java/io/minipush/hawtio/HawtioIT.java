package io.minipush.hawtio;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import javax.management.ObjectName;

import io.minipush.browser.Browser;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an operator does with Hawtio, in a real browser: by its own buttons. */
class HawtioIT {

    private static final String KEY = "key-of-this-test";
    private static final String[] AUTHORIZATION = {"Authorization", "Bearer " + KEY};
    private static final String TREE = "[...document.querySelectorAll('#camel-tree-view button')].find(e => e.innerText.trim() === '%s')";
    private static final String TAB = "[...document.querySelectorAll('nav a')].find(e => e.innerText.trim() === '%s')";
    private static final String ROW = "[...document.querySelectorAll('main tr')].find(r => [...r.cells].some(c => c.innerText.trim() === 'send-notification'))";
    private static final String BUTTON = "[...document.querySelectorAll('main button')].find(e => e.innerText.trim() === '%s' && !e.disabled)";
    /** The step in the drawing, with what it counts. */
    private static final String STEP = "[...document.querySelectorAll('.react-flow__node')].find(e => e.innerText.includes('enrich-with-form-id'))";

    @Test
    void anOperatorLogsInWatchesTheSenderAndStopsAndStartsIt() throws Exception {
        Set<String> others = contexts();
        try (Browser browser = Browser.start(); Simulator simulator = Simulator.start(SimulatorOptions.defaults());
                RunningGateway gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_API_KEY", KEY, "MINIPUSH_WECHAT_URL", simulator.url().toString())) {
            String context = contexts().stream().filter(name -> !others.contains(name)).findFirst().orElseThrow();
            awaitState(gateway, send(gateway, simulator, "o-first"), "sent");

            browser.open(gateway.management("/hawtio/"));
            browser.await("the login", "document.activeElement.id === 'key'");
            browser.type("not the key");
            browser.press("Enter");
            browser.await("a refusal", "document.body.innerText.includes('There is no such key') && document.activeElement.id === 'key'");
            browser.type(KEY);
            browser.press("Enter");

            browser.click("the route in the tree", TREE.formatted("send-notification"));
            browser.click("its diagram", TAB.formatted("Route Diagram"));
            browser.await("the step and its count", STEP + ".innerText.match(/(^|\\s)1(\\s|$)/)");
            awaitState(gateway, send(gateway, simulator, "o-second"), "sent");
            browser.await("the count moves by itself", STEP + ".innerText.match(/(^|\\s)2(\\s|$)/)");

            browser.click("all routes", TREE.formatted("routes"));
            browser.click("its check box", ROW + "?.querySelector('input')");
            browser.click("Stop", BUTTON.formatted("Stop"));
            browser.await("it is stopped", ROW + ".innerText.includes('Stopped')");

            List<String> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(send(gateway, simulator, "o-held-" + i));
            }
            long looks = looks(context);
            Awaitility.await("the dispatcher looks in vain").atMost(Browser.PATIENCE).until(() -> looks(context) > looks + 5);
            for (String id : held) {
                awaitState(gateway, id, "accepted");
            }
            assertThat(simulator.platform().scoreboard(APP).messagesAccepted()).isEqualTo(2);
            assertThat(gateway.getManagement("/health/ready").body()).contains("send-notification: stopped by hand");

            browser.click("Start", BUTTON.formatted("Start"));
            browser.await("it is started", ROW + ".innerText.includes('Started')");
            for (String id : held) {
                awaitState(gateway, id, "sent");
            }
            assertThat(simulator.platform().scoreboard(APP).messagesAccepted()).isEqualTo(5);
            assertThat(gateway.getManagement("/health/ready").body()).doesNotContain("send-notification");
            assertThat(browser.requests()).as("nothing is asked of anybody else").allSatisfy(address ->
                    assertThat(address).matches("(http://127\\.0\\.0\\.1:" + gateway.gateway().managementPort() + "/|data:|about:|blob:).*"));
        }
    }
    private static String send(RunningGateway gateway, Simulator simulator, String user) throws Exception {
        String formId = simulator.platform().issueForm(APP, user);
        assertThat(gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"" + user + "\",\"form_id\":\"" + formId + "\"}", AUTHORIZATION).statusCode()).isEqualTo(201);
        HttpResponse<String> accepted = gateway.post(RunningGateway.NOTIFICATIONS,
                "{\"touser\":\"" + user + "\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}", AUTHORIZATION);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return json(accepted).get("id").textValue();
    }

    private static void awaitState(RunningGateway gateway, String id, String state) {
        Awaitility.await().atMost(Browser.PATIENCE).untilAsserted(() ->
                assertThat(json(gateway.get("/v1/notifications/" + id, AUTHORIZATION)).get("state").textValue()).isEqualTo(state));
    }

    private static Set<String> contexts() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("org.apache.camel:type=context,*"), null).stream()
                .map(name -> name.getKeyProperty("context")).collect(Collectors.toSet());
    }

    /** How often the dispatcher has looked for work. */
    private static long looks(String context) throws Exception {
        return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(
                new ObjectName("org.apache.camel:context=" + context + ",type=routes,name=\"dispatch-due\""), "ExchangesTotal");
    }
}
