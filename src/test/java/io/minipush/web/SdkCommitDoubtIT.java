package io.minipush.web;

import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;

import io.minipush.drill.EmbeddedDatabase;
import io.minipush.storage.CommitCutter;
import io.minipush.storage.CommitCutter.Cut;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An SDK repeats on -1, and nothing tells two equal messages apart: -1 must be true, also when the database is cut off in a commit. */
class SdkCommitDoubtIT {

    private static EmbeddedDatabase.Login direct;
    private static CommitCutter cutter;
    private static RunningGateway gateway;
    private static String send;

    @BeforeAll
    static void start() throws Exception {
        direct = TestDatabases.create(Dialect.POSTGRESQL);
        URI database = URI.create(direct.url().substring("jdbc:".length()));
        cutter = CommitCutter.before(database.getPort());
        // Without prepared statements a commit is a word on the wire.
        String url = direct.url().replace(":" + database.getPort(), ":" + cutter.port());
        gateway = RunningGateway.on(new EmbeddedDatabase.Login(url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0", direct.user(), direct.password()));
        gateway.holdSender();
        String token = json(gateway.get("/cgi-bin/token?grant_type=client_credential&secret=any&appid=" + APP)).get("access_token").textValue();
        send = "/cgi-bin/message/wxopen/template/send?access_token=" + token;
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        cutter.close();
    }

    private static HttpResponse<String> send(String touser, String more) throws Exception {
        return gateway.post(send, "{\"touser\":\"" + touser + "\",\"template_id\":\"T\",\"data\":{}" + more + "}");
    }

    private static long stored(String touser) throws Exception {
        return gateway.count("SELECT count(*) FROM notification WHERE touser = '" + touser + "'");
    }

    @Test
    void whatWasCommittedIsAnsweredZeroThoughTheCommitsAnswerWasLost() throws Exception {
        cutter.order("o-after", Cut.AFTER);
        assertThat(json(send("o-after", "")).get("errcode").intValue()).isZero();
        assertThat(stored("o-after")).isEqualTo(1);
    }

    @Test
    void whatWasNotCommittedIsAnsweredMinusOneAndNeverIs() throws Exception {
        cutter.order("o-before", Cut.BEFORE);
        assertThat(json(send("o-before", "")).get("errcode").intValue()).isEqualTo(-1);
        assertThat(stored("o-before")).isZero();
        assertThat(gateway.count("SELECT count(*) FROM idempotency WHERE body_hash = 'nothing' AND answer = '[]'")).as("its key is taken").isPositive();
        assertThat(json(send("o-before", "")).get("errcode").intValue()).as("the repeat is a message of its own").isZero();
        assertThat(stored("o-before")).isEqualTo(1);
    }

    @Test
    void theSameHoldsForAMessageWithAFormIdOfItsOwn() throws Exception {
        cutter.order("o-form-after", Cut.AFTER);
        assertThat(json(send("o-form-after", ",\"form_id\":\"f-after\"")).get("errcode").intValue()).isZero();
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE form_id = 'f-after'")).isEqualTo(1);
        cutter.order("o-form-before", Cut.BEFORE);
        assertThat(json(send("o-form-before", ",\"form_id\":\"f-before\"")).get("errcode").intValue()).isEqualTo(-1);
        assertThat(json(send("o-form-before", ",\"form_id\":\"f-before\"")).get("errcode").intValue()).as("the repeat finds the formId unused").isZero();
        assertThat(gateway.count("SELECT count(*) FROM notification WHERE form_id = 'f-before'")).isEqualTo(1);
    }

    @Test
    void whatNobodyCanTellIsNotAnswered() throws Exception {
        cutter.order("o-away", Cut.AFTER_AND_AWAY);
        HttpResponse<String> response = send("o-away", "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(504);
        assertThat(response.body()).isEmpty();
        cutter.back();
        Awaitility.await().atMost(java.time.Duration.ofSeconds(60)).untilAsserted(() -> assertThat(stored("o-away")).isEqualTo(1));
        Awaitility.await().atMost(java.time.Duration.ofSeconds(60)).untilAsserted(() -> assertThat(json(send("o-back", "")).get("errcode").intValue()).isZero());
    }
}
