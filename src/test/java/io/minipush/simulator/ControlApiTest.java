package io.minipush.simulator;

import static io.minipush.simulator.PlatformClient.APP;
import static io.minipush.simulator.PlatformClient.OTHER_APP;
import static io.minipush.simulator.PlatformClient.OTHER_SECRET;
import static io.minipush.simulator.PlatformClient.SECRET;
import static io.minipush.simulator.PlatformClient.message;
import static io.minipush.simulator.PlatformClient.tokenQuery;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlApiTest {
    private Simulator simulator;
    private PlatformClient client;

    @BeforeEach
    void start() {
        simulator = PlatformClient.startSimulator();
        client = new PlatformClient(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aWholeRunCanBeSteeredAndReadByHttp() throws IOException {
        JsonNode forms = control("forms", "{'appid':'" + APP + "','openids':['o-a001','o-b001'],'each':2}").path("forms");
        assertThat(forms).hasSize(4);
        String token = client.stableToken();
        for (JsonNode form : forms) {
            String openid = form.path("openid").asText();
            client.json(client.send(token, message(openid, form.path("form_id").asText(), form.path("form_id").asText())));
        }
        JsonNode score = client.json(client.get("/simulator/scoreboard?appid=" + APP));
        assertThat(score.path("messages_accepted").asInt()).isEqualTo(4);
        assertThat(score.at("/requests/template_send/0").asInt()).isEqualTo(4);
        assertThat(score.at("/forms/used").asInt()).isEqualTo(4);
        assertThat(score.path("breach_count").asInt(-1)).isZero();
        assertThat(score.path("sent_twice").asInt(-1)).isZero();
        assertThat(score.at("/overlapping_token_calls/max").asInt()).isEqualTo(1);
        assertThat(score.path("first_accept_at").asText()).endsWith("Z");

        List<String> lines = client.exchange(client.get("/simulator/messages?from=3")).body().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode third = PlatformClient.JSON.readTree(lines.get(0));
        assertThat(third.path("seq").asInt()).isEqualTo(3);
        assertThat(third.path("appid").asText()).isEqualTo(APP);
        assertThat(third.path("form_id").asText()).isEqualTo(third.at("/data/keyword1/value").asText());
        assertThat(third.path("answered").asBoolean()).isTrue();
        assertThat(client.exchange(client.get("/simulator/messages?appid=" + OTHER_APP)).body()).isEmpty();

        JsonNode requests = client.json(client.get("/simulator/requests?appid=" + APP));
        assertThat(requests.path("last")).hasSize(4);
        assertThat(requests.at("/last/0/headers/0/name").asText()).isNotEmpty();
        assertThat(requests.at("/counts/stable_token/0").asInt()).isEqualTo(1);
    }

    @Test
    void everySwitchWorksByHttp() throws IOException {
        assertThat(control("apps", "{'appid':'wx4','secret':'four'}").path("ok").asBoolean()).isTrue();
        assertThat(client.errcode(client.get(tokenQuery("wx4", "four")))).isZero();
        String code = control("codes", "{'appid':'wx4','openid':'o-four'}").path("code").asText();
        assertThat(client.json(client.get("/sns/jscode2session?grant_type=authorization_code&appid=wx4&secret=four&js_code=" + code))
                .path("openid").asText()).isEqualTo("o-four");
        String form = control("forms", "{'appid':'wx4','openids':['o-four'],'kind':'prepay','age_seconds':20}")
                .at("/forms/0/form_id").asText();
        assertThat(control("use-form", "{'appid':'wx4','form_id':'" + form + "'}").path("used").asBoolean()).isTrue();
        control("templates", "{'appid':'wx4','template_ids':['t']}");
        control("pages", "{'appid':'wx4','bad':['p']}");
        control("settings", "{'token_seconds':600}");
        assertThat(client.json(client.get(tokenQuery("wx4", "four"))).path("expires_in").asInt()).isEqualTo(600);
        assertThat(control("revoke", "{'appid':'wx4','overlap':true}").path("revoked").asInt()).isEqualTo(1);
        control("quota", "{'appid':'wx4','api':'token','per_day':1}");
        assertThat(client.errcode(client.get(tokenQuery("wx4", "four")))).isEqualTo(45009);
        control("clock", "{'offset':'PT169H'}");
        assertThat(client.errcode(client.get(tokenQuery("wx4", "four")))).isZero();
        control("latency", "{'millis':1}");
        control("pause", "{'api':'template_send'}");
        assertThat(control("release", "{}").path("released").asInt(-1)).isZero();
        JsonNode faults = control("faults", "{'api':'token','fault':'errcode','errcode':40164,'count':1}").path("faults");
        assertThat(faults.at("/0/fault").asText()).isEqualTo("errcode");
        assertThat(client.errcode(client.get(tokenQuery("wx4", "four")))).isEqualTo(40164);
        assertThat(client.json(client.get("/simulator/faults")).at("/faults/0/over").asBoolean()).isTrue();
        client.exchange(client.request("/simulator/faults").DELETE());
        assertThat(client.json(client.get("/simulator/faults")).path("faults")).isEmpty();
        client.exchange(client.request("/simulator/state").DELETE());
        assertThat(client.json(client.get("/simulator/scoreboard")).path("token_fetches").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "forms | {'appid':'wx-unknown','openids':['o-a']} | no such app",
        "forms | {'openids':['o-a']} | appid is missing",
        "forms | {'appid':'wx1111111111111111','openids':['o-a'],'kind':'gift'} | kind is form or prepay",
        "forms | {'appid':'wx1111111111111111','openid':['o-a']} | openid",
        "faults | {'api':'tokens','fault':'busy'} | no such api",
        "faults | {'fault':'bussy'} | no such fault",
        "faults | {'fault':'busy','rate':0} | rate",
        "faults | {'fault':'errcode'} | errcode",
        "clock | {'offset':'tomorrow'} | duration",
        "quota | not json | not"})
    void aMistakeInAControlCallIsToldAndChangesNothing(String call, String body, String reason) throws IOException {
        HttpResponse<String> answer = client.exchange(client.post("/simulator/" + call, body.replace('\'', '"')));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(PlatformClient.JSON.readTree(answer.body()).path("error").asText()).contains(reason);
        assertThat(client.errcode(client.get(tokenQuery(APP, SECRET)))).isZero();
    }

    @Test
    void theApiExplainsItself() throws IOException {
        assertThat(client.exchange(client.get("/simulator/")).body()).contains("POST   /simulator/forms");
        assertThat(client.exchange(client.get("/simulator/nothing")).statusCode()).isEqualTo(404);
    }

    @Test
    void oneAppsViewShowsNothingOfAnother() throws IOException {
        String mine = simulator.platform().issueForm(APP, "o-mine-0001");
        String token = client.json(client.get(tokenQuery(OTHER_APP, OTHER_SECRET))).path("access_token").asText();
        simulator.platform().issueForm(OTHER_APP, "o-yours-0001");
        client.json(client.send(token, message("o-yours-0001", mine, "x")).header("X-Leak", mine));
        for (String view : List.of("scoreboard", "messages")) {
            assertThat(client.exchange(client.get("/simulator/" + view + "?appid=" + OTHER_APP)).body())
                    .doesNotContain(mine).doesNotContain("o-mine-0001");
        }
    }

    private JsonNode control(String call, String body) throws IOException {
        HttpResponse<String> answer = client.exchange(client.post("/simulator/" + call, body.replace('\'', '"')));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return PlatformClient.JSON.readTree(answer.body());
    }
}
