package io.minipush.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.FormGrant;
import io.minipush.simulator.Scoreboard;
import io.minipush.simulator.SeenRequest;

/** The first act of {@code minipush demo}: each scene does something at a door of the gateway, shows it, and checks that it is as told. */
final class Demo {

    private static final String APP = Stage.APP;
    private static final String FORM_IDS = "/v1/apps/" + APP + "/form-ids";
    private static final String NOTIFICATIONS = "/v1/apps/" + APP + "/notifications";
    private static final String ANA = "o-ana";
    private static final String BO = "o-bo";
    private static final String CHEN = "o-chen";
    private static final String DAN = "o-dan";
    private static final Duration LIFE = Duration.ofDays(7);

    private final Stage stage;
    private final Story story;

    Demo(Stage stage, Story story) {
        this.stage = stage;
        this.story = story;
    }

    void play() throws Exception {
        FormGrant ana = collectForms();
        showToken();
        sendToAna();
        usedFormIdIsGone(ana);
        waitForTheNextForm();
        loseAnAnswer();
        dropAFile();
        speakJms();
        purgeAnExpiredFormId();
        compare();
    }

    private FormGrant collectForms() throws Exception {
        story.scene("Ana, Bo and Chen each submit a form in the mini program",
                "Each submit gives one formId: the right to notify that user once, within seven days. The mini program hands it to the gateway.");
        List<FormGrant> forms = List.of(submit(ANA), submit(BO));
        List<Map<String, String>> body = forms.stream().map(form -> Map.of("openid", form.openid(), "form_id", form.formId())).toList();
        story.request("POST " + FORM_IDS + "  " + Stage.json(body));
        Stage.Reply reply = stage.post(FORM_IDS, body);
        story.answer(reply.toString());
        story.check("formIds stored", 2, reply.json().path("stored").asInt());

        // Chen's was submitted long ago: it has a few seconds left.
        Instant longAgo = Instant.now().minus(LIFE).plusSeconds(6).truncatedTo(ChronoUnit.SECONDS);
        Map<String, String> old = Map.of("openid", CHEN, "form_id", submit(CHEN).formId(), "collected_at", longAgo.toString());
        story.request("POST " + FORM_IDS + "  " + Stage.json(old));
        reply = stage.post(FORM_IDS, old);
        story.answer(reply.toString());
        story.check("formIds in the ledger", 3, stage.count("SELECT count(*) FROM credit"));
        return forms.get(0);
    }

    private FormGrant submit(String openid) {
        return new FormGrant(openid, stage.platform().issueForm(APP, openid));
    }

    private void showToken() throws Exception {
        story.scene("The access token is fetched", "Calls to the platform need a token that lives two hours. Quartz renews it every 90 minutes; it is kept in the database, for all nodes.");
        stage.awaitToken();
        story.request("GET /v1/apps/" + APP + "/token");
        story.answer(stage.get("/v1/apps/" + APP + "/token").toString());
        story.check("token calls at the platform", 1, stage.platform().scoreboard(APP).tokenFetches());
    }

    private void sendToAna() throws Exception {
        story.scene("Customer service answers Ana: template AT1633, six keywords",
                "The gateway adds Ana's formId and the token, posts it, reads the answer, and deletes the formId.");
        Map<String, Object> message = reply(ANA, "您好，订单已发货。(Your order has been sent.)");
        story.request("POST " + NOTIFICATIONS + "  " + Stage.json(message));
        Stage.Reply sent = stage.post(NOTIFICATIONS, message, "Prefer", "wait=10");
        story.answer(sent.toString());
        story.check("state", "sent", sent.json().path("state").asText());
        List<SeenRequest> seen = stage.platform().requests(APP);
        story.fact("the platform got: " + seen.get(seen.size() - 1).body().replaceAll("(\"form_id\":\"....)[^\"]*", "$1…"));
    }

    static Map<String, Object> reply(String openid, String text) {
        Map<String, Object> data = new LinkedHashMap<>();
        List<String> keywords = List.of(text, "2026-01-01 12:30", "什么时候发货？(When will it be sent?)", "示例小店 (Example shop)", "A-1001", "点击查看 (tap to see)");
        for (int i = 0; i < keywords.size(); i++) {
            data.put("keyword" + (i + 1), Map.of("value", keywords.get(i)));
        }
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("touser", openid);
        message.put("template_id", "AT1633");
        message.put("page", "pages/service/index");
        message.put("data", data);
        message.put("emphasis_keyword", "keyword1.DATA");
        return message;
    }

    private void usedFormIdIsGone(FormGrant ana) throws Exception {
        story.scene("The used formId is gone, for good", "Only a hash stays, so that it cannot be collected a second time.");
        story.check("formIds left for Ana", 0, stage.get(FORM_IDS + "/stock?openid=" + ANA).json().path("available").asInt());
        Stage.Reply again = stage.post(FORM_IDS, Map.of("openid", ANA, "form_id", ana.formId()));
        story.check("handed in again it is a duplicate", 1, again.json().path("duplicate").asInt());
    }

    private void waitForTheNextForm() throws Exception {
        story.scene("A second message to Ana waits for her next form", "No formId, no message: it is not dropped, and nobody else's formId is taken.");
        String id = stage.post(NOTIFICATIONS, reply(ANA, "包裹已签收。(It has arrived.)")).json().path("id").asText();
        story.check("state", "waiting", stage.awaitState(id, "waiting").path("state").asText());
        FormGrant next = submit(ANA);
        long begun = System.nanoTime();
        stage.post(FORM_IDS, Map.of("openid", next.openid(), "form_id", next.formId()));
        story.check("Ana submits a form; state", "sent", stage.awaitState(id, "sent").path("state").asText());
        story.fact("it left " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms after the formId arrived");
    }

    private void loseAnAnswer() throws Exception {
        story.scene("The platform takes Bo's message, but its answer is lost",
                "Did it arrive? A repeat with another formId could notify twice. So the gateway repeats with the same formId: \"used\" (41029) proves that it did.");
        stage.platform().inject(Fault.of(Api.TEMPLATE_SEND, FaultKind.CUT_AFTER).times(1));
        String id = stage.post(NOTIFICATIONS, reply(BO, "退款已到账。(Your refund is here.)")).json().path("id").asText();
        JsonNode sent = stage.awaitState(id, "sent");
        story.answer(sent.toString());
        story.check("evidence", "inferred_41029", sent.path("evidence").asText());
        story.check("Bo was notified", 1, stage.platform().messages(APP, 0).stream().filter(one -> one.touser().equals(BO)).count());
    }

    private void dropAFile() throws Exception {
        story.scene("The warehouse drops a file with three orders, one of them misspelt",
                "A file is taken once it no longer grows. Its report says what became of each line; bad lines come back as they were, to be mended.");
        List<FormGrant> forms = List.of(submit(ANA), submit(BO), submit(DAN));
        stage.post(FORM_IDS, forms.stream().map(form -> Map.of("openid", form.openid(), "form_id", form.formId())).toList());
        String file = """
                touser,template_id,reference,keyword1,keyword2
                o-ana,AT1633,order-71,您的订单已发货 (sent today),A-71
                o-bo,AT1633,order-72,您的订单已发货 (sent today),A-72
                o dan,AT1633,order-73,您的订单已发货 (sent today),A-73
                """;
        file.lines().forEach(line -> story.request("orders.csv: " + line));
        stage.doors().drop("orders.csv", file);
        List<JsonNode> report = stage.doors().report("orders.csv");
        report.forEach(line -> story.answer(line.toString()));
        String rejected = stage.doors().rejected("orders.csv");
        story.check("lines to be mended", "[o dan,AT1633,order-73,您的订单已发货 (sent today),A-73]", rejected.lines().skip(1).toList());
        stage.doors().drop("mended.csv", rejected.replace("o dan", DAN));
        stage.doors().drop("once-more.csv", file);
        List<String> ids = new ArrayList<>(ids(report));
        story.check("the same file once more has the same ids", ids, ids(stage.doors().report("once-more.csv")));
        ids.addAll(ids(stage.doors().report("mended.csv")));
        for (String id : ids) {
            stage.awaitState(id, "sent");
        }
        story.fact("with the mended line all " + ids.size() + " are sent");
    }

    private static List<String> ids(List<JsonNode> report) {
        return report.stream().filter(line -> line.has("id")).map(line -> line.path("id").asText()).toList();
    }

    private void speakJms() throws Exception {
        story.scene("The till speaks JMS, and is not sure that its message went through",
                "The gateway brings a broker. A message is acknowledged once it is committed; a second one with the same key is not a second notification.");
        FormGrant bo = submit(BO);
        String formId = Stage.json(Map.of("app_id", APP, "openid", bo.openid(), "form_id", bo.formId()));
        story.request("minipush.form-ids  " + formId);
        stage.doors().send("minipush.form-ids", formId);
        Map<String, Object> message = new LinkedHashMap<>(reply(BO, "您的发票已开。(Your invoice is here.)"));
        message.put("reference", "invoice-88");
        for (int i = 0; i < 2; i++) {
            story.request("minipush.notifications, idempotency_key invoice-88  " + Stage.json(message));
            stage.doors().send("minipush.notifications", Stage.json(message), "app_id", APP, "idempotency_key", "invoice-88");
        }
        JsonNode outcome = stage.doors().outcome("invoice-88");
        story.answer("minipush.outcomes  " + outcome);
        story.check("state", "sent", outcome.path("state").asText());
        stage.awaitMetric("minipush_jms_messages_total", "queue=\"minipush.notifications\"", 2);
        story.check("notifications with that label", 1, stage.get(NOTIFICATIONS + "?reference=invoice-88").json().path("notifications").size());
    }

    private void purgeAnExpiredFormId() throws Exception {
        story.scene("Chen's formId reaches its seventh day", "Quartz purges what has expired: every midnight in production, every two seconds here.");
        stage.awaitNone("Chen's formId", "SELECT count(*) FROM credit");
        story.fact("the formId is purged, unused");
    }

    private void compare() throws Exception {
        story.scene("What the platform saw and what the database says", "They were counted apart.");
        Scoreboard score = stage.platform().scoreboard(APP);
        story.check("messages the platform accepted", 7, score.messagesAccepted());
        story.check("notifications sent", score.messagesAccepted(), stage.count("SELECT count(*) FROM notification WHERE state = 'sent'"));
        story.check("sent twice", 0, score.sentTwice());
        story.check("formIds used twice", 0, score.formsUsedTwice());
        story.check("rules of the platform broken", 0, score.breachCount());
        story.check("formIds used at the platform", score.messagesAccepted(), score.forms().used());
        story.check("formIds collected = used + purged", 8, stage.count(
                "SELECT sum(used) + sum(expired) FROM (SELECT used, expired FROM book UNION ALL SELECT used, expired FROM book_entry)"));
        story.check("token calls", 1, score.tokenFetches());
    }
}
