package io.minipush.status;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;

import io.minipush.browser.Browser;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A stranger opens the page in a real browser, reads why nothing leaves, and mends it without a mouse. */
class StatusPageIT {

    private static final String SAYS = "document.querySelector('[data-app] .says')?.innerText";

    @Test
    void aStrangerReadsWhyNothingLeavesAndMendsItByKeyboard() throws Exception {
        try (Browser browser = Browser.start(); Simulator simulator = Simulator.start(SimulatorOptions.defaults());
                RunningGateway gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_WECHAT_URL", simulator.url().toString())) {
            assertThat(gateway.post("/v1/apps/" + APP + "/pause", "", "Minipush-Operator", "<b>alice</b>").statusCode()).isEqualTo(200);
            String id = send(gateway, simulator, "o-first");

            browser.open(gateway.management("/"));
            browser.await("why nothing leaves", SAYS + ".includes('Nothing leaves: paused by <b>alice</b> (loopback) since')");

            tabTo(browser, APP + " resume paused");
            assertThat(browser.ask("getComputedStyle(document.activeElement).outlineStyle").asText()).as("the focus is seen").isEqualTo("solid");
            browser.press("Enter");
            browser.await("all is well", SAYS + ".includes('All well')");
            Awaitility.await().atMost(Browser.PATIENCE).untilAsserted(() ->
                    assertThat(json(gateway.get("/v1/notifications/" + id)).get("state").textValue()).isEqualTo("sent"));
            browser.await("the focus stays where he was", "document.activeElement.dataset.app === '" + APP + "'");
            browser.ask("look()");
            browser.await("the focus outlives a redraw", "document.activeElement.dataset.app === '" + APP + "'");

            browser.click("Chinese", "document.getElementById('language')");
            browser.await("Chinese", SAYS + ".includes('一切正常') && document.documentElement.lang === 'zh-CN'");
            browser.call("Page.reload");
            browser.await("Chinese again", SAYS + ".includes('一切正常')");

            browser.call("Emulation.setDeviceMetricsOverride", "width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true);
            browser.await("a phone", "window.innerWidth === 390 && document.querySelector('[data-app]')");
            assertThat(browser.ask("document.documentElement.scrollWidth").intValue()).as("nothing to scroll sideways").isLessThanOrEqualTo(390);

            int port = gateway.gateway().managementPort();
            assertThat(browser.requests()).as("nothing is asked of anybody else").allSatisfy(address ->
                    assertThat(address).matches("(http://127\\.0\\.0\\.1:" + port + "/|data:|about:).*"));
            assertThat(browser.complaints()).isEmpty();

            gateway.close();
            browser.await("the gateway is away", "document.getElementById('away').innerText.includes('网关') && document.body.classList.contains('stale')");
        }
    }

    private static void tabTo(Browser browser, String key) {
        for (int i = 0; i < 40; i++) {
            browser.press("Tab");
            if (browser.ask("document.activeElement.dataset.key || ''").asText().equals(key)) {
                return;
            }
        }
        throw new AssertionError("no tab leads to " + key);
    }

    private static String send(RunningGateway gateway, Simulator simulator, String user) throws Exception {
        String formId = simulator.platform().issueForm(APP, user);
        assertThat(gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"" + user + "\",\"form_id\":\"" + formId + "\"}").statusCode()).isEqualTo(201);
        HttpResponse<String> accepted = gateway.post(RunningGateway.NOTIFICATIONS,
                "{\"touser\":\"" + user + "\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return json(accepted).get("id").textValue();
    }
}
