package io.minipush.web;

import static io.minipush.web.NotificationsIT.atTheSameTime;
import static io.minipush.web.RunningGateway.APP;
import static io.minipush.web.RunningGateway.FORM_IDS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.credit.FormIdHash;
import io.minipush.storage.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormIdsIT {

    private static String formId(String openid, String formId) {
        return "{\"openid\": \"" + openid + "\", \"form_id\": \"" + formId + "\"}";
    }

    private static String unique(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }

    @ParameterizedTest
    @EnumSource
    void aFormIdIsOneCreditAndIsStoredOnceForEver(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        String user = unique("oForm-");
        String formId = unique("F");
        long booked = gateway.count("SELECT sum(collected) FROM book_entry");
        var first = gateway.post(FORM_IDS, formId(user, formId));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(first.body()).isEqualTo("{\"stored\":1,\"duplicate\":0,\"rejected\":[]}");
        assertThat(gateway.count("SELECT count(*) FROM credit WHERE openid = '" + user + "' AND expires_at = reserve_order AND usable_from = collected_at"
                + " AND use_no = 1 AND kind = 'form'")).isEqualTo(1);
        assertThat(gateway.count("SELECT sum(uses) FROM wake_up WHERE purse = '" + user + "'")).isEqualTo(1);
        assertThat(gateway.count("SELECT count(*) FROM form_id_seen WHERE form_hash = '" + FormIdHash.of(APP, formId) + "'")).isEqualTo(1);
        assertThat(gateway.count("SELECT sum(collected) FROM book_entry")).isEqualTo(booked + 1);

        gateway.update("DELETE FROM credit WHERE openid = '" + user + "'");
        var again = gateway.post(FORM_IDS, formId(user, formId));
        assertThat(again.statusCode()).as("used since: " + again.body()).isEqualTo(200);
        assertThat(again.body()).isEqualTo("{\"stored\":0,\"duplicate\":1,\"rejected\":[]}");
        assertThat(gateway.count("SELECT count(*) FROM credit WHERE openid = '" + user + "'")).isZero();
        assertThat(gateway.count("SELECT sum(collected) FROM book_entry")).isEqualTo(booked + 1);
    }

    @ParameterizedTest
    @EnumSource
    void aPaymentIsThreeUsesThatRestForTenSeconds(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        String user = unique("oPay-");
        var response = gateway.post(FORM_IDS, "[" + formId(user, unique("wx")).replace("}", ", \"kind\": \"prepay\"}") + "," + formId(user, unique("F")) + "]");
        assertThat(json(response).get("stored").intValue()).isEqualTo(2);
        assertThat(gateway.count("SELECT count(*) FROM credit WHERE openid = '" + user + "'")).isEqualTo(4);
        assertThat(gateway.count("SELECT max(use_no) FROM credit WHERE openid = '" + user + "'")).isEqualTo(3);
        assertThat(gateway.count("SELECT count(*) FROM credit WHERE openid = '" + user + "' AND kind = 'prepay' AND usable_from = collected_at + INTERVAL '10' SECOND"))
                .isEqualTo(3);
        assertThat(gateway.count("SELECT count(*) FROM wake_up WHERE purse = '" + user + "' AND uses IN (1, 3)")).isEqualTo(2);
        var stock = gateway.get(FORM_IDS + "/stock?openid=" + user);
        assertThat(stock.body()).as("the payment still rests").isEqualTo("{\"available\":1,\"users\":1,\"expiring_24h\":0}");
    }

    @ParameterizedTest
    @EnumSource
    void theStockCountsWhatCouldBeReservedNow(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        String user = unique("oStock-");
        long before = json(gateway.get(FORM_IDS + "/stock")).get("available").longValue();
        String aging = formId(user, unique("F")).replace("}", ", \"collected_at\": \"" + Instant.now().minusSeconds(6 * 86_400 + 3_600) + "\"}");
        String dying = formId(user, unique("F")).replace("}", ", \"collected_at\": \"" + Instant.now().minusSeconds(7 * 86_400 - 1_800) + "\"}");
        String early = formId(user, unique("F")).replace("}", ", \"collected_at\": \"" + Instant.now().plusSeconds(200) + "\"}");
        assertThat(json(gateway.post(FORM_IDS, "[" + aging + "," + dying + "," + early + "]")).get("stored").intValue()).isEqualTo(3);
        assertThat(gateway.get(FORM_IDS + "/stock?openid=" + user).body()).isEqualTo("{\"available\":2,\"users\":1,\"expiring_24h\":1}");
        assertThat(json(gateway.get(FORM_IDS + "/stock")).get("available").longValue()).isGreaterThanOrEqualTo(before + 2);
        assertThat(gateway.get(FORM_IDS + "/stock?openid=oNobody").body()).isEqualTo("{\"available\":0,\"users\":0,\"expiring_24h\":0}");
    }

    @ParameterizedTest
    @EnumSource
    void oneBadFormIdDoesNotSpoilTheOthers(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        String formId = unique("F");
        var response = gateway.post(FORM_IDS, "[" + formId("oA", formId) + ", " + formId("oA", "the formId is a mock one") + ", "
                + formId("oA", unique("F")).replace("}", ", \"collected_at\": \"2020-01-01T00:00:00Z\"}") + ", null, "
                + formId("oB", formId) + ", {\"code\": \"C\", \"form_id\": \"F\"}, " + formId("o\\u00e9", "F") + "]");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(json(response).get("stored").intValue()).isEqualTo(1);
        assertThat(json(response).get("duplicate").intValue()).isEqualTo(1);
        assertThat(json(response).get("rejected")).extracting(r -> r.get("index").intValue() + " " + r.get("reason").textValue())
                .containsExactly("1 mock_form_id", "2 expired", "3 invalid", "5 invalid", "6 invalid");
        var single = gateway.post(FORM_IDS, formId("oA", "requestFormId:fail timeout"));
        assertThat(single.statusCode()).isEqualTo(422);
        assertThat(json(single).get("reason").textValue()).isEqualTo("mock_form_id");
        assertThat(json(single).at("/errors/0/pointer").textValue()).isEqualTo("/form_id");
    }

    @ParameterizedTest
    @EnumSource
    void theSameFormIdsFromManyAtTheSameTimeAreStoredOnce(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared(dialect);
        for (int round = 0; round < 5; round++) {
            String user = unique("oRace-");
            List<String> items = IntStream.range(0, 200).mapToObj(i -> formId(user, user + i)).collect(Collectors.toList());
            List<HttpResponse<String>> answers = atTheSameTime(8, () -> {
                List<String> shuffled = new java.util.ArrayList<>(items);
                java.util.Collections.shuffle(shuffled);
                return gateway.post(FORM_IDS, shuffled.toString());
            });
            assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201));
            int stored = 0;
            for (HttpResponse<String> answer : answers) {
                JsonNode counts = json(answer);
                stored += counts.get("stored").intValue();
                assertThat(counts.get("stored").intValue() + counts.get("duplicate").intValue()).isEqualTo(200);
            }
            assertThat(stored).isEqualTo(200);
            assertThat(gateway.count("SELECT count(*) FROM credit WHERE openid = '" + user + "'")).isEqualTo(200);
            assertThat(gateway.count("SELECT sum(uses) FROM wake_up WHERE purse = '" + user + "'")).isEqualTo(200);
        }
    }
}
