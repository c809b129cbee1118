package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.storage.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Older programs send a formId with their message. It is theirs, and nobody else's. */
class SdkFormIdIT {

    private static final String TIED = "SELECT concat(form_id, ' ', form_kind, ' ', state) FROM notification WHERE touser = '";

    private static int send(RunningGateway gateway, String touser, String formId) throws Exception {
        String token = json(gateway.get("/cgi-bin/token?grant_type=client_credential&secret=any&appid=" + APP)).get("access_token").textValue();
        return json(gateway.post("/cgi-bin/message/wxopen/template/send?access_token=" + token,
                "{\"touser\":\"" + touser + "\",\"template_id\":\"T\",\"data\":{},\"form_id\":\"" + formId + "\"}")).get("errcode").intValue();
    }

    private static void collect(RunningGateway gateway, String openid, String formId, String kind) throws Exception {
        assertThat(gateway.post(RunningGateway.FORM_IDS,
                "{\"openid\":\"" + openid + "\",\"form_id\":\"" + formId + "\",\"kind\":\"" + kind + "\"}").statusCode()).isEqualTo(201);
    }

    private static void assertBooksBalance(RunningGateway gateway) throws Exception {
        JsonNode books = json(gateway.get("/v1/apps/" + APP + "/books"));
        assertThat(books.findValues("difference")).as(books.toString()).isNotEmpty().allMatch(difference -> difference.intValue() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void itIsCollectedAndTiedInTheCommitOfItsMessage(Dialect dialect) throws Exception {
        try (RunningGateway gateway = RunningGateway.on(dialect)) {
            gateway.holdSender();
            assertThat(send(gateway, "o-new", "f-new")).isZero();
            assertThat(gateway.query(TIED + "o-new'")).isEqualTo("f-new form accepted");
            assertThat(gateway.count("SELECT count(*) FROM credit")).isZero();
            assertThat(send(gateway, "o-new", "f-new")).as("it is tied to the first message").isEqualTo(41029);
            assertThat(json(gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"o-new\",\"form_id\":\"f-new\"}")).get("duplicate").intValue()).isEqualTo(1);

            collect(gateway, "o-free", "f-free", "form");
            assertThat(send(gateway, "o-another", "f-free")).as("another user's").isEqualTo(41028);
            assertThat(send(gateway, "o-free", "f-free")).isZero();
            assertThat(gateway.query(TIED + "o-free'")).isEqualTo("f-free form accepted");
            assertThat(gateway.count("SELECT count(*) FROM credit")).isZero();

            collect(gateway, "o-paid", "p-1", "prepay");
            assertThat(send(gateway, "o-paid", "p-1")).isZero();
            assertThat(gateway.query(TIED + "o-paid'")).isEqualTo("p-1 prepay accepted");
            assertThat(gateway.count("SELECT count(*) FROM credit WHERE form_id = 'p-1' AND use_no > 1")).isEqualTo(2);
            assertThat(gateway.count("SELECT count(*) FROM notification n WHERE touser = 'o-paid' AND due_at > created_at")).as("a prepay_id rests first").isEqualTo(1);

            assertThat(send(gateway, "o-mock", "the formId is a mock one")).isEqualTo(41028);
            assertThat(gateway.count("SELECT count(*) FROM notification")).isEqualTo(3);
            assertThat(gateway.count("SELECT count(*) FROM idempotency")).as("what was refused has left no trace").isEqualTo(3);
            assertThat(gateway.count("SELECT count(*) FROM form_id_seen")).isEqualTo(3);
            assertBooksBalance(gateway);

            collect(gateway, "o-race", "f-race", "form");
            List<CompletableFuture<Integer>> sends = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String formId = i % 2 == 0 ? "f-race" : "f-race-new";
                sends.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return send(gateway, "o-race", formId);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            List<Integer> codes = sends.stream().map(CompletableFuture::join).sorted().toList();
            assertThat(codes).as("each formId goes to one of them").startsWith(0, 0, 41029).endsWith(41029);
            assertThat(gateway.count("SELECT count(*) FROM notification WHERE touser = 'o-race'")).isEqualTo(2);
            assertBooksBalance(gateway);
        }
    }
}
