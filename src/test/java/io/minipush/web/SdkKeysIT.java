package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.access.KeysEditor;
import io.minipush.access.Role;
import io.minipush.storage.Dialect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the keys of a file may do at the front door for SDKs, where they stand in the place of the secret. */
class SdkKeysIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String TEMPLATE = "/cgi-bin/message/wxopen/template/send";
    private static final String SUBSCRIBE = "/cgi-bin/message/subscribe/send";
    private static final String REAL = "real-token-of-the-platform_" + "x".repeat(100);

    @TempDir
    private static Path folder;
    private static KeysEditor keys;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path file = folder.resolve("keys.yaml");
        keys = new KeysEditor(file);
        add("patient", Set.of(Role.SEND), Set.of(), false);
        add("strict", Set.of(Role.SEND, Role.COLLECT), Set.of(APP), true);
        add("bare", Set.of(Role.READ), Set.of(), false);
        add("foreign", Set.of(Role.SEND), Set.of("wxOther"), false);
        add("central", Set.of(Role.TOKEN), Set.of(), false);
        add("passing", Set.of(Role.SEND), Set.of(), false);
        gateway = RunningGateway.on(Dialect.H2, "MINIPUSH_KEYS_FILE", file.toString());
        gateway.holdSender();
    }

    /** Its secret is its name and some more. */
    private static void add(String name, Set<Role> roles, Set<String> apps, boolean fails) throws Exception {
        keys.add(KeysEditor.keyOf(secret(name), name, roles, apps, fails), "2026-01-01", null);
    }

    private static String secret(String name) {
        return name + "-0123456789";
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static JsonNode ask(String name) throws Exception {
        return json(gateway.get("/cgi-bin/token?grant_type=client_credential&appid=" + APP + "&secret=" + secret(name)));
    }

    private static int send(String name, String call, String touser, String more) throws Exception {
        return post(ask(name).get("access_token").textValue(), call, touser, more);
    }

    private static int post(String token, String call, String touser, String more) throws Exception {
        return json(gateway.post(call + "?access_token=" + token,
                "{\"touser\":\"" + touser + "\",\"template_id\":\"T\",\"data\":{\"thing1\":{\"value\":\"v\"}}" + more + "}")).get("errcode").intValue();
    }

    private static long stored(String touser) throws Exception {
        return gateway.count("SELECT count(*) FROM notification WHERE touser = '" + touser + "'");
    }

    @Test
    void aKeyThatIsToFailStoresNothingWithoutACredit() throws Exception {
        assertThat(send("strict", TEMPLATE, "o-none", "")).isEqualTo(41028);
        assertThat(send("strict", SUBSCRIBE, "o-none", "")).isEqualTo(43101);
        assertThat(stored("o-none")).isZero();
        assertThat(send("patient", TEMPLATE, "o-none", "")).as("another key waits").isZero();

        String[] bearer = {"Authorization", "Bearer " + secret("strict")};
        gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"o-form\",\"form_id\":\"f-1\"}", bearer);
        assertThat(send("strict", SUBSCRIBE, "o-form", "")).as("a formId is no subscription").isEqualTo(43101);
        assertThat(send("strict", TEMPLATE, "o-form", "")).isZero();
        gateway.post("/v1/apps/" + APP + "/subscriptions", "{\"openid\":\"o-sub\",\"accepted\":[\"T\"]}", bearer);
        assertThat(send("strict", TEMPLATE, "o-sub", "")).isEqualTo(41028);
        assertThat(send("strict", SUBSCRIBE, "o-sub", "")).isZero();
        assertThat(send("strict", TEMPLATE, "o-own", ",\"form_id\":\"f-own\"")).as("it brings its own").isZero();
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE on_no_credit = 'fail'")).isEqualTo(3);
    }

    @Test
    void whoIsNoSenderGetsNoToken() throws Exception {
        assertThat(ask("bare").get("errcode").intValue()).isEqualTo(50004);
        assertThat(ask("foreign").get("errcode").intValue()).isEqualTo(40125);
    }

    @Test
    void aKeyWithTheRoleGetsThePlatformsOwnTokenForTheRestOfItsLife() throws Exception {
        assertThat(ask("central").get("errcode").intValue()).as("there is none yet").isEqualTo(-1);
        await().atMost(LONG).untilAsserted(() -> {
            tokenUntil("stable", 3600, 1800);
            assertThat(ask("central").path("access_token").textValue()).isEqualTo(REAL);
        });
        assertThat(ask("central").get("expires_in").intValue()).as("a stable one stays the same when the gateway asks again").isBetween(3000, 3600);
        assertThat(post(REAL, TEMPLATE, "o-central", "")).isZero();
        assertThat(stored("o-central")).isEqualTo(1);

        await().atMost(LONG).untilAsserted(() -> {
            tokenUntil("classic", 3600, 1800);
            assertThat(ask("central").get("expires_in").intValue()).as("a classic one ends some minutes after the gateway has fetched the next")
                    .isBetween(1200, 1800 + 240);
        });
        await().atMost(LONG).untilAsserted(() -> {
            tokenUntil("stable", -1, 1800);
            assertThat(ask("central").path("errcode").intValue()).as("it has expired").isEqualTo(-1);
        });
        assertThat(post(REAL, TEMPLATE, "o-central", "")).isEqualTo(40001);
    }

    /** A renewal that is under way may write once more: so this is done until it is seen. */
    private static void tokenUntil(String source, int seconds, int next) throws Exception {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).withNano(0);
        gateway.update("UPDATE token SET access_token = '" + REAL + "', usable = TRUE, version = version + 1, source = '" + source + "', fetched_at = TIMESTAMP '2026-01-01 00:00:00',"
                + " expires_at = TIMESTAMP '" + Timestamp.valueOf(now.plusSeconds(seconds)) + "', refresh_at = TIMESTAMP '" + Timestamp.valueOf(now.plusSeconds(next)) + "'");
    }

    @Test
    void aTokenEndsWithItsKey() throws Exception {
        String token = ask("passing").get("access_token").textValue();
        assertThat(post(token, TEMPLATE, "o-passing", "")).isZero();
        keys.remove("passing");
        await().atMost(LONG).untilAsserted(() -> assertThat(post(token, TEMPLATE, "o-passing", "")).isEqualTo(40001));
        assertThat(ask("passing").get("errcode").intValue()).isEqualTo(40125);
    }
}
