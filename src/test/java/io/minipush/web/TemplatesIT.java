package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.credit.Purse;
import io.minipush.platform.StandInPlatform;
import io.minipush.platform.StandInPlatform.Answer;
import io.minipush.storage.Dialect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscribe messages are checked against their templates at every door. */
class TemplatesIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String PATH = "/wxaapi/newtmpl/gettemplate";
    private static final String TEMPLATES = "/v1/apps/" + APP + "/templates";
    private static final String DATA = """
            [{"priTmplId":"T-meeting","title":"报名结果通知","content":"会议时间:{{date2.DATA}}\\n会议地点:{{thing1.DATA}}\\n房间:{{enum_string3.DATA}}",
              "example":"会议时间:2016年8月8日","type":2,"keywordEnumValueList":[{"keywordCode":"enum_string3.DATA","enumValueList":["客厅","餐厅"]}]},
             {"priTmplId":"T-long","title":"长期","content":"{{thing1.DATA}}","example":"","type":3}]""";
    private static final String GOOD = "{\"date2\":{\"value\":\"2026-01-01\"},\"thing1\":{\"value\":\"TIT\"},\"enum_string3\":{\"value\":\"客厅\"}}";

    @TempDir
    private static Path inbox;
    private static StandInPlatform platform;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        platform = new StandInPlatform();
        platform.answer(PATH, request -> Answer.ok("{\"errcode\":0,\"data\":" + DATA + "}"));
        Path config = Files.writeString(inbox.resolve("config.properties"), """
                minipush.apps.wxRest.secret=not-a-real-secret
                minipush.apps.wxRest.channel=template
                minipush.apps.wxFile.secret=not-a-real-secret
                minipush.apps.wxFile.channel=template
                """);
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_WECHAT_URL", platform.url(), "MINIPUSH_CHANNEL", "subscribe", "MINIPUSH_INBOX", inbox.toString(),
                "MINIPUSH_CONFIG", config.toString());
        gateway.holdSender();
        await().atMost(LONG).until(() -> json(gateway.get(TEMPLATES)).get("fetched_at").isTextual());
        for (String app : List.of("wxRest", "wxFile")) {
            await().atMost(LONG).until(() -> json(gateway.get("/v1/apps/" + app + "/token")).get("state").textValue().equals("fresh"));
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
        platform.close();
    }

    private static String message(String template, String data) {
        return "{\"touser\":\"o1\",\"template_id\":\"" + template + "\",\"data\":" + data + "}";
    }

    @Test
    void theListIsToldAsTheGatewayKnowsIt() throws Exception {
        JsonNode templates = json(gateway.get(TEMPLATES)).get("templates");
        assertThat(templates).hasSize(2);
        assertThat(templates.get(0).toString()).isEqualTo("{\"template_id\":\"T-meeting\",\"title\":\"报名结果通知\",\"type\":\"one_time\","
                + "\"content\":\"会议时间:{{date2.DATA}}\\n会议地点:{{thing1.DATA}}\\n房间:{{enum_string3.DATA}}\",\"example\":\"会议时间:2016年8月8日\","
                + "\"keys\":[{\"key\":\"date2\",\"type\":\"date\"},{\"key\":\"thing1\",\"type\":\"thing\",\"limit\":20},"
                + "{\"key\":\"enum_string3\",\"type\":\"enum_string\",\"values\":[\"客厅\",\"餐厅\"]}]}");
        assertThat(templates.get(1).get("type").textValue()).isEqualTo("long_term");
        assertThat(gateway.get(TEMPLATES + "?x=1").statusCode()).isEqualTo(422);
        assertThat(gateway.get("/v1/apps/wxOther/templates").statusCode()).isEqualTo(404);
    }

    @Test
    void aMessageThatDoesNotFitItsTemplateIsRefusedAndTheAnswerNamesTheKeys() throws Exception {
        HttpResponse<String> refused = gateway.post(NOTIFICATIONS, message("T-meeting", "{\"thing1\":{\"value\":\"\"},\"date2\":{\"value\":\"1\\n2\"},\"thing7\":{\"value\":\"x\"}}"));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(json(refused).get("reason").textValue()).isEqualTo("template_mismatch");
        List<String> faults = new ArrayList<>();
        json(refused).get("errors").forEach(error -> faults.add(error.get("pointer").textValue() + ": " + error.get("detail").textValue()));
        assertThat(faults).containsExactly("/data/date2: date2 has a line break or another control character", "/data/thing1: thing1 is empty",
                "/data/enum_string3: enum_string3 is missing: the template has it", "/data/thing7: thing7 is not a key of the template");

        HttpResponse<String> list = gateway.post(NOTIFICATIONS, "[" + message("T-meeting", GOOD) + "," + message("T-meeting", "{}") + "]", "Idempotency-Key", "list-1");
        assertThat(list.statusCode()).as(list.body()).isEqualTo(202);
        assertThat(json(list).at("/rejected/0/index").intValue()).isEqualTo(1);
        assertThat(json(list).at("/rejected/0/errors/0/pointer").textValue()).isEqualTo("/data/date2");
    }

    @Test
    void whatTheGatewayCannotKnowIsTaken() throws Exception {
        String name = "minipush_template_warnings_total{app=\"" + APP + "\"}";
        double before = metric(name);
        String odd = GOOD.replace("TIT", "长".repeat(21)).replace("客厅", "浴室");
        HttpResponse<String> taken = gateway.post(NOTIFICATIONS, message("T-meeting", odd));
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        assertThat(taken.body()).as("the answer is as ever").doesNotContain("thing1", "warn");
        assertThat(metric(name)).isEqualTo(before + 2);
        assertThat(gateway.post(NOTIFICATIONS, message("T-unknown", "{\"x\":{\"value\":\"\"}}")).statusCode()).isEqualTo(202);
        assertThat(gateway.post(NOTIFICATIONS, message("T-meeting", "{}").replace("{\"touser\"", "{\"channel\":\"template\",\"touser\"")).statusCode()).as("of another channel").isEqualTo(202);
    }

    private static double metric(String name) throws Exception {
        return Double.parseDouble(gateway.getManagement("/metrics").body().lines().filter(line -> line.startsWith(name)).findFirst().orElseThrow().split(" ")[1]);
    }

    @Test
    void aLongTermMessageNeedsNoSubscription() throws Exception {
        String id = json(gateway.post(NOTIFICATIONS, message("T-long", "{\"thing1\":{\"value\":\"x\"}}"))).get("id").textValue();
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE purse IS NULL AND id = '" + id + "'")).isEqualTo(1);
        id = json(gateway.post(NOTIFICATIONS, message("T-meeting", GOOD))).get("id").textValue();
        assertThat(gateway.query("SELECT purse FROM notification WHERE id = '" + id + "'")).isEqualTo(Purse.of("o1", "T-meeting"));
    }

    private static String subscribe(String message) {
        return message.replace("{\"touser\"", "{\"channel\":\"subscribe\",\"touser\"");
    }

    @Test
    void theFirstSubscribeMessageOfAnAppIsCheckedLikeAllOthers() throws Exception {
        assertThat(gateway.count("SELECT count(*) FROM template_list WHERE app_id = 'wxRest'")).isZero();
        assertThat(gateway.post("/v1/apps/wxRest/notifications", message("T-meeting", "{}")).statusCode()).as("another channel").isEqualTo(202);
        assertThat(gateway.count("SELECT count(*) FROM template_list WHERE app_id = 'wxRest'")).isZero();
        assertThat(gateway.post("/v1/apps/wxRest/notifications", subscribe(message("T-meeting", "{}"))).statusCode()).isEqualTo(422);
    }

    @Test
    void linesOfFilesAreCheckedTooFromTheFirstOn() throws Exception {
        Path folder = inbox.resolve("wxFile");
        Files.write(folder.resolve("meetings.ndjson"), (subscribe(message("T-meeting", GOOD)) + "\n" + subscribe(message("T-meeting", "{}")) + "\n").getBytes(StandardCharsets.UTF_8));
        Path report = folder.resolve(".done").resolve("meetings.ndjson.report.ndjson");
        await().atMost(LONG).until(() -> Files.exists(report));
        List<String> lines = Files.readAllLines(report);
        assertThat(lines.get(0)).contains("\"id\"");
        assertThat(lines.get(1)).contains("template_mismatch", "/data/date2");
    }

    @Test
    void theStatusOfAnAppShowsThePlatformsQuotas() throws Exception {
        gateway.update("DELETE FROM platform_quota");
        gateway.update("INSERT INTO platform_quota (app_id, cgi_path, asked_at, read_at, daily_limit, used, remain) VALUES ('" + APP
                + "', '/cgi-bin/message/subscribe/send', TIMESTAMP '2099-01-01 00:00:00', TIMESTAMP '2026-01-01 00:00:00', 30000000, 5, 29999995)");
        gateway.update("INSERT INTO platform_quota (app_id, cgi_path, asked_at, errcode) VALUES ('" + APP + "', '/cgi-bin/stable_token', TIMESTAMP '2099-01-01 00:00:00', 76021)");
        assertThat(json(gateway.get("/v1/apps/" + APP)).get("platform_quota").toString()).isEqualTo(
                "[{\"api\":\"subscribe_send\",\"daily_limit\":30000000,\"used\":5,\"remain\":29999995,\"read_at\":\"2026-01-01T00:00:00Z\"}]");
        assertThat(json(gateway.get("/v1/apps")).at("/apps/0/platform_quota")).hasSize(1);
    }
}
