package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.FormKind;
import io.minipush.storage.Dialect;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway does about answers that are a matter of choice. */
class AnswersIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    @Test
    void anAccountInTroubleRestsInsteadOfBurningItsBacklogAndSaysWhy() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.H2, "MINIPUSH_MAX_IN_FLIGHT", "4")) {
            List<String> users = Rehearsal.users(200);
            rehearsal.collect(rehearsal.submit(users, 1));
            rehearsal.platform().inject(Fault.errcode(Api.TEMPLATE_SEND, 40164));
            rehearsal.send(users, "campaign");
            await().atMost(LONG).until(() -> hold(rehearsal).contains("40164"));
            rehearsal.awaitStates(Map.of("accepted", 200L), LONG);
            assertThat(hold(rehearsal)).contains("not on the platform's list of allowed ones");
            assertThat(rehearsal.platform().faults().get(0).hits()).as("posts that were refused").isLessThanOrEqualTo(12);
            rehearsal.platform().clearFaults();
            rehearsal.node().update("UPDATE app SET hold_until = created_at");
            rehearsal.awaitStates(Map.of("sent", 200L), LONG);
            assertThat(hold(rehearsal)).doesNotContain("40164");
        }
    }

    private static String hold(Rehearsal rehearsal) throws Exception {
        return RunningGateway.json(rehearsal.node().get("/v1/apps")).path("apps").toString();
    }

    @Test
    void anotherFileChangesWhatHappens(@TempDir Path folder) throws Exception {
        String builtIn;
        try (InputStream in = AnswersIT.class.getResourceAsStream("/platform/wechat-template.yaml")) {
            builtIn = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Path mine = Files.writeString(folder.resolve("mine.yaml"), builtIn.replace("41030: {class: content,", "41030: {class: user rate, delay: 1s,"));
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.H2, "MINIPUSH_ANSWER_POLICY", mine.toString())) {
            rehearsal.collect(rehearsal.submit(List.of("o-user-0"), 1));
            rehearsal.platform().inject(Fault.errcode(Api.TEMPLATE_SEND, 41030).times(2));
            String id = rehearsal.sendOne("o-user-0", "the page is being published");
            rehearsal.awaitState(id, "sent");
            assertThat(rehearsal.notification(id).path("attempts").asInt()).as("being too early is no attempt").isEqualTo(1);
        }
    }

    @Test
    void whatNothingCanSettleWaitsForAPersonOrIsSentOnceMoreAsItsProducerWants() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.on(Dialect.H2)) {
            String form = rehearsal.platform().issueForms(Rehearsal.APP, List.of("o-payer"), 1, FormKind.PREPAY, Duration.ofMinutes(5)).get(0).formId();
            var collected = rehearsal.node().post(RunningGateway.FORM_IDS, "{\"openid\": \"o-payer\", \"form_id\": \"" + form + "\", \"kind\": \"prepay\"}");
            assertThat(collected.statusCode()).as(collected.body()).isEqualTo(201);
            rehearsal.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.CUT_AFTER).times(2));
            String held = rehearsal.sendOne("o-payer", "hold");
            rehearsal.awaitState(held, "uncertain");
            String resent = rehearsal.send(List.of("o-payer"), "resend", Map.of("on_uncertain", "resend")).get(0);
            rehearsal.awaitState(resent, "sent");
            JsonNode end = rehearsal.notification(resent);
            assertThat(end.path("attempts").asInt()).isEqualTo(2);
            assertThat(rehearsal.platform().messages(Rehearsal.APP, 0)).as("the price: one user got it twice").hasSize(3);
            assertThat(rehearsal.notification(held).path("state").asText()).isEqualTo("uncertain");
            assertThat(rehearsal.node().count("SELECT count(*) FROM credit")).isZero();
        }
    }
}
