package io.minipush.simulator;

import static io.minipush.simulator.PlatformClient.APP;
import static io.minipush.simulator.PlatformClient.OTHER_APP;
import static io.minipush.simulator.PlatformClient.OTHER_SECRET;
import static io.minipush.simulator.PlatformClient.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginCodeRulesTest {
    private Simulator simulator;
    private SimulatedPlatform platform;
    private PlatformClient client;

    @BeforeEach
    void start() {
        simulator = PlatformClient.startSimulator();
        platform = simulator.platform();
        client = new PlatformClient(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aCodeTellsTheOpenidOnce() {
        String code = platform.issueCode(APP, "o-user-\"quoted\"");
        JsonNode session = exchange(APP, SECRET, code);
        assertThat(session.path("openid").asText()).isEqualTo("o-user-\"quoted\"");
        assertThat(session.path("session_key").asText()).isNotEmpty();
        assertThat(session.has("errcode")).isFalse();
        assertThat(exchange(APP, SECRET, code).path("errcode").asInt()).isEqualTo(40163);
    }

    @Test
    void aCodeLivesFiveMinutes() {
        String code = platform.issueCode(APP, "o-user-0001");
        platform.clockOffset(Duration.ofSeconds(301));
        assertThat(exchange(APP, SECRET, code).path("errcode").asInt()).isEqualTo(40029);
    }

    @Test
    void aCodeIsGoodOnlyForItsApp() {
        String code = platform.issueCode(APP, "o-user-0001");
        assertThat(exchange(OTHER_APP, OTHER_SECRET, code).path("errcode").asInt()).isEqualTo(40029);
        assertThat(exchange(APP, SECRET, code).path("openid").asText()).isEqualTo("o-user-0001");
    }

    @Test
    void aCodeOrACredentialThatIsWrongIsRefused() {
        String code = platform.issueCode(APP, "o-user-0001");
        assertThat(exchange(APP, SECRET, "made-up").path("errcode").asInt()).isEqualTo(40029);
        assertThat(exchange(APP, SECRET, "").path("errcode").asInt()).isEqualTo(41008);
        assertThat(exchange("wx9999999999999999", SECRET, code).path("errcode").asInt()).isEqualTo(40013);
        assertThat(exchange(APP, OTHER_SECRET, code).path("errcode").asInt()).isEqualTo(40125);
    }

    private JsonNode exchange(String appid, String secret, String code) {
        return client.json(client.get("/sns/jscode2session?grant_type=authorization_code&appid=" + appid + "&secret=" + secret
                + "&js_code=" + code));
    }
}
