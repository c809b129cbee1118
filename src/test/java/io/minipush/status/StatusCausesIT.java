package io.minipush.status;

import static io.minipush.TestSettings.SECRET;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.browser.Browser;
import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.QuotaLimits;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One gateway, an app for each thing that can be wrong with it: the page names what it is and what mends it, and that does mend it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatusCausesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String WELL = "wx0000000000000001";
    private static final String SECRET_WRONG = "wx0000000000000002";
    private static final String NOT_ON_WHITELIST = "wx0000000000000003";
    private static final String NO_TOKEN = "wx0000000000000004";
    private static final String DAY_LIMIT = "wx0000000000000005";
    private static final String ACCOUNT = "wx0000000000000006";
    private static final String AWAY = "wx0000000000000007";
    private static final String BUSY = "wx0000000000000008";
    private static final String BROKEN = "wx0000000000000009";
    private static final String BUDGET = "wx0000000000000010";
    private static final String WITHDRAWN = "wx0000000000000011";
    private static final List<String> APPS = List.of(WELL, SECRET_WRONG, NOT_ON_WHITELIST, NO_TOKEN, DAY_LIMIT, ACCOUNT, AWAY, BUSY, BROKEN, BUDGET, WITHDRAWN);

    @TempDir
    private static Path folder;
    private static Path config;
    private static Simulator simulator;
    private static RunningGateway gateway;

    @BeforeAll
    static void everythingGoesWrong() throws Exception {
        Map<String, String> known = new LinkedHashMap<>();
        APPS.forEach(app -> known.put(app, SECRET));
        simulator = Simulator.start(SimulatorOptions.defaults().withApps(known));
        simulator.platform().inject(Fault.errcode(Api.STABLE_TOKEN, 40164).onlyFor(NOT_ON_WHITELIST));
        simulator.platform().inject(Fault.of(Api.STABLE_TOKEN, FaultKind.AWAY).onlyFor(NO_TOKEN));
        simulator.platform().quota(DAY_LIMIT, Api.TEMPLATE_SEND, new QuotaLimits(1, 0));
        simulator.platform().inject(Fault.errcode(Api.TEMPLATE_SEND, 50007).onlyFor(ACCOUNT));
        simulator.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.AWAY).onlyFor(AWAY));
        simulator.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.BUSY).onlyFor(BUSY));
        simulator.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.HTTP_502).onlyFor(BROKEN));
        simulator.platform().withdraw(WITHDRAWN, Api.TEMPLATE_SEND, 45103);
        config = folder.resolve("minipush.properties");
        configure("a-secret-that-was-changed", 2);
        gateway = RunningGateway.on(TestDatabases.create(Dialect.H2), "MINIPUSH_WECHAT_URL", simulator.url().toString(),
                "MINIPUSH_CONFIG", config.toString(), "MINIPUSH_APP_ID", "", "MINIPUSH_APP_SECRET", "");
        for (String app : APPS) {
            simulator.platform().registerTemplates(app, List.of("T"));
            send(app);
            send(app);
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
        simulator.close();
    }

    private static void configure(String secret, int budget) throws Exception {
        List<String> lines = new ArrayList<>();
        APPS.forEach(app -> lines.add("minipush.apps." + app + ".secret=" + (app.equals(SECRET_WRONG) ? secret : SECRET)));
        lines.add("minipush.apps." + BUDGET + ".daily_budget=" + budget);
        Files.write(config, lines);
    }

    private static void send(String app) throws Exception {
        String formId = simulator.platform().issueForm(app, "o-1");
        assertThat(gateway.post("/v1/apps/" + app + "/form-ids", "{\"openid\":\"o-1\",\"form_id\":\"" + formId + "\"}").statusCode()).isEqualTo(201);
        assertThat(gateway.post("/v1/apps/" + app + "/notifications", "{\"touser\":\"o-1\",\"template_id\":\"T\",\"data\":{\"keyword1\":{\"value\":\"1\"}}}").statusCode())
                .isEqualTo(202);
    }

    private static List<JsonNode> findings(String app) throws Exception {
        JsonNode apps = json(gateway.getManagement("/status.json")).get("apps");
        JsonNode found = StreamSupport.stream(apps.spliterator(), false).filter(one -> one.get("app_id").textValue().equals(app)).findFirst().orElseThrow().get("findings");
        return StreamSupport.stream(found.spliterator(), false).toList();
    }

    /** @return the one finding, once there is none but it */
    private static JsonNode only(String app, String cause) {
        Awaitility.await(app).atMost(PATIENCE).untilAsserted(() ->
                assertThat(findings(app)).extracting(finding -> finding.get("cause").textValue()).containsExactly(cause));
        try {
            return findings(app).get(0);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(1)
    void namesEachCause() {
        JsonNode refused = only(SECRET_WRONG, "token_refused");
        assertThat(refused.get("errcode").intValue()).isEqualTo(40125);
        assertThat(refused.get("detail").textValue()).contains("secret");
        assertThat(refused.get("until").textValue()).as("when it is asked again").startsWith("20");
        assertThat(only(NOT_ON_WHITELIST, "token_refused").get("errcode").intValue()).isEqualTo(40164);
        assertThat(only(NO_TOKEN, "token_missing").get("detail").textValue()).isNotBlank();
        JsonNode day = only(DAY_LIMIT, "rests");
        assertThat(day.get("errcode").intValue()).isEqualTo(45009);
        assertThat(day.get("detail").textValue()).contains("quota of the day");
        assertThat(day.get("until").textValue()).startsWith("20");
        assertThat(only(ACCOUNT, "rests").get("errcode").intValue()).isEqualTo(50007);
        assertThat(only(AWAY, "platform_away").get("detail").textValue()).isEqualTo("no_answer");
        assertThat(only(BUSY, "platform_away").get("detail").textValue()).isEqualTo("busy");
        assertThat(only(BROKEN, "platform_away").get("detail").textValue()).isEqualTo("unreadable");
        assertThat(only(BUDGET, "budget_used").get("until").textValue()).startsWith("20");
        JsonNode gone = only(WITHDRAWN, "channel_withdrawn");
        assertThat(gone.get("names").get(0).textValue()).isEqualTo("template");
        assertThat(gone.get("errcode").intValue()).isEqualTo(45103);
        assertThat(gone.get("detail").textValue()).contains("wx.requestSubscribeMessage");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(findings(WELL)).isEmpty());
    }

    @Test
    @Order(2)
    void aPersonReadsTheCauseAndTheRemedyInBothLanguages() throws Exception {
        try (Browser browser = Browser.start()) {
            browser.call("Emulation.setDeviceMetricsOverride", "width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true);
            browser.open(gateway.management("/"));
            reads(browser, SECRET_WRONG, "40125", "Put the AppSecret");
            reads(browser, NOT_ON_WHITELIST, "40164", "IP whitelist");
            reads(browser, NO_TOKEN, "no access token", "minipush doctor");
            reads(browser, DAY_LIMIT, "45009", "have the quota raised");
            reads(browser, ACCOUNT, "50007", "mp.weixin.qq.com");
            reads(browser, AWAY, "no post was answered", "network");
            reads(browser, BUSY, "busy (-1)");
            reads(browser, BROKEN, "error of its own server");
            reads(browser, BUDGET, "daily_budget");
            reads(browser, WITHDRAWN, "45103", "channel subscribe");
            reads(browser, WELL, "All well");
            assertThat(browser.ask("[...document.querySelectorAll('#overview a')].map(a => a.hash.slice(1))")).extracting(JsonNode::textValue)
                    .as("the apps to look at").containsExactlyElementsOf(APPS.subList(1, APPS.size()));
            assertThat(browser.ask("document.documentElement.scrollWidth").intValue()).as("nothing to scroll sideways on a phone").isLessThanOrEqualTo(390);

            browser.click("Chinese", "document.getElementById('language')");
            reads(browser, SECRET_WRONG, "40125", "AppSecret 填入设置");
            reads(browser, NOT_ON_WHITELIST, "IP 白名单");
            reads(browser, AWAY, "没有应答");
            reads(browser, BUDGET, "提高该小程序的 daily_budget");
            reads(browser, WITHDRAWN, "channel subscribe");

            browser.click("try again", "document.querySelector('[data-app=" + NOT_ON_WHITELIST + "] .says button')");
            browser.await("what the button did, in sight", "(r => r.top >= 0 && r.bottom <= innerHeight)(document.getElementById('done').getBoundingClientRect())"
                    + " && document.getElementById('done').innerText.includes('" + NOT_ON_WHITELIST + " 继续发送')");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void reads(Browser browser, String app, String... parts) {
        for (String part : parts) {
            browser.await(app + ": " + part, "document.querySelector('[data-app=" + app + "] .says').innerText.includes('" + part + "')");
        }
    }

    @Test
    @Order(3)
    void whatIsMendedLeaves() throws Exception {
        configure(SECRET, 100);
        simulator.platform().clearFaults();
        simulator.platform().quota(DAY_LIMIT, Api.TEMPLATE_SEND, new QuotaLimits(100, 0));
        simulator.platform().withdraw(WITHDRAWN, Api.TEMPLATE_SEND, 0);
        for (String app : List.of(NOT_ON_WHITELIST, DAY_LIMIT, ACCOUNT, WITHDRAWN)) {
            assertThat(gateway.post("/v1/apps/" + app + "/resume", "{}").statusCode()).isEqualTo(200);
        }
        for (String app : APPS) {
            Awaitility.await(app).atMost(PATIENCE).untilAsserted(() -> {
                assertThat(simulator.platform().messages(app, 0)).hasSize(2);
                assertThat(findings(app)).isEmpty();
            });
        }
    }
}
