package io.minipush.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.simulator.Api;
import io.minipush.simulator.DefaultTemplates;
import io.minipush.simulator.Scoreboard;
import io.minipush.simulator.SeenRequest;
import io.minipush.simulator.push.EventKind;
import io.minipush.simulator.push.PushSettings;

/** The second act of {@code minipush demo}: the same gateway, and the WeChat of today, which takes subscribe messages in place of template messages. */
final class Today {

    private static final String APP = "/v1/apps/" + Stage.APP;
    private static final String NOTIFICATIONS = APP + "/notifications";
    private static final String SUBSCRIBE_SEND = "/cgi-bin/message/subscribe/send";
    private static final String PICKUP = DefaultTemplates.PICKUP;
    private static final String ANA = "o-ana";
    private static final String BO = "o-bo";
    private static final String CHEN = "o-chen";
    private static final String EVA = "o-eva";

    private final Stage stage;
    private final Story story;

    Today(Stage stage, Story story) {
        this.stage = stage;
        this.story = story;
    }

    void play() throws Exception {
        classicCallIsWithdrawn();
        acceptInThePopup();
        refuse();
        forgetAKeyword();
        speakAsAnSdk();
        compare();
    }

    private void classicCallIsWithdrawn() throws Exception {
        story.scene("Today's WeChat: it takes no template messages any more (45103)",
                "No message is given up for that, and no formId. The app's template channel is kept back and says why; all else goes on.");
        stage.platform().withdraw(Stage.APP, Api.TEMPLATE_SEND, 45103);
        stage.post(APP + "/form-ids", Map.of("openid", ANA, "form_id", stage.platform().issueForm(Stage.APP, ANA)));
        Map<String, Object> message = Demo.reply(ANA, "新品上架。(New in our shop.)");
        story.request("POST " + NOTIFICATIONS + "  " + Stage.json(message));
        Stage.Reply accepted = stage.post(NOTIFICATIONS, message);
        story.answer(accepted.toString());
        String id = accepted.json().path("id").asText();
        awaitRefusals(1);
        story.request("GET " + APP);
        JsonNode withdrawn = awaitWithdrawn();
        story.answer("… \"withdrawn_channels\":" + withdrawn);
        story.check("channel", "template", withdrawn.at("/0/channel").asText());
        story.check("errcode", 45103, withdrawn.at("/0/errcode").asInt());
        String reason = withdrawn.at("/0/reason").asText();
        story.check("the way out is told", true, reason.contains("wx.requestSubscribeMessage"));
        story.line("     \"" + reason + "\"");
        story.check("state of the message", "accepted", stage.awaitState(id, "accepted").path("state").asText());
        story.check("Ana's formId is free again", 1, stage.get(APP + "/form-ids/stock?openid=" + ANA).json().path("available").asInt());

        story.request("POST " + APP + "/resume");
        story.answer(stage.post(APP + "/resume", Map.of()).toString());
        awaitRefusals(2);
        awaitWithdrawn();
        story.fact("it tried once more, and WeChat still says 45103: kept back again");
        story.request("POST /v1/notifications/" + id + "/cancel");
        story.check("state", "cancelled", stage.post("/v1/notifications/" + id + "/cancel", Map.of()).json().path("state").asText());
    }

    private void awaitRefusals(int times) throws Exception {
        Stage.await("the platform to refuse a template message", () -> stage.platform().scoreboard(Stage.APP).requests(Api.TEMPLATE_SEND, "45103") == times);
    }

    private JsonNode awaitWithdrawn() throws Exception {
        Stage.await("the channel to be kept back", () -> !withdrawn().isEmpty());
        return withdrawn();
    }

    private JsonNode withdrawn() throws Exception {
        return stage.get(APP).json().path("withdrawn_channels");
    }

    private void acceptInThePopup() throws Exception {
        story.scene("Bo's coffee is ready, and he has not allowed anybody to tell him",
                "A subscribe message needs an acceptance of its user for its template. WeChat tells the gateway of it by itself: an encrypted event at /v1/apps/…/events.");
        Map<String, Object> message = coffee(BO, "拿铁 (latte)");
        story.request("POST " + NOTIFICATIONS + "  " + Stage.json(message));
        Stage.Reply accepted = stage.post(NOTIFICATIONS, message);
        story.answer(accepted.toString());
        String id = accepted.json().path("id").asText();
        story.check("state", "waiting", stage.awaitState(id, "waiting").path("state").asText());
        long begun = System.nanoTime();
        story.fact("Bo taps \"allow\": " + stage.platform().subscriptions().accept(Stage.APP, BO, PICKUP).result());
        JsonNode sent = stage.awaitState(id, "sent");
        story.check("state", "sent", sent.path("state").asText());
        story.fact("it left " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms after he tapped, as message " + sent.path("msgid").asText() + " of the platform");
        Stage.await("the result of the push", () -> stage.notification(id).hasNonNull("push"));
        story.check("and WeChat tells how it ended; push", "pushed", stage.notification(id).path("push").asText());
    }

    /** As the template wants it: {@code thing1}, {@code time2}, {@code thing3}. */
    private static Map<String, Object> coffee(String openid, String what) {
        Map<String, Object> message = new LinkedHashMap<>(asWeChatWantsIt(openid, what));
        message.put("channel", "subscribe");
        return message;
    }

    private static Map<String, Object> asWeChatWantsIt(String openid, String what) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("thing1", Map.of("value", what));
        data.put("time2", Map.of("value", "15:01"));
        data.put("thing3", Map.of("value", "请到店取餐"));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("touser", openid);
        message.put("template_id", PICKUP);
        message.put("page", "pages/order/index");
        message.put("data", data);
        return message;
    }

    private void refuse() throws Exception {
        story.scene("Chen allows it, then switches it off in WeChat, and that event gets lost",
                "So the gateway still has a credit, and WeChat answers 43101. That is no fault of the message: it waits, the credits are set right, his next yes wakes it.");
        stage.platform().subscriptions().accept(Stage.APP, CHEN, PICKUP);
        Stage.await("Chen's subscription", () -> subscriptions(CHEN) == 1);
        stage.platform().events().settings(PushSettings.REAL.only(EventKind.POPUP, EventKind.SENT));
        stage.platform().subscriptions().switchOff(Stage.APP, CHEN, PICKUP);
        Map<String, Object> message = coffee(CHEN, "美式 (americano)");
        story.request("POST " + NOTIFICATIONS + "  " + Stage.json(message));
        Stage.Reply accepted = stage.post(NOTIFICATIONS, message);
        story.answer(accepted.toString());
        String id = accepted.json().path("id").asText();
        JsonNode waiting = stage.awaitState(id, "waiting");
        story.check("posts that WeChat answered with 43101", 1, stage.platform().scoreboard(Stage.APP).requests(Api.SUBSCRIBE_SEND, "43101"));
        story.check("state", "waiting", waiting.path("state").asText());
        story.check("errcode", 43101, waiting.path("errcode").asInt());
        story.check("Chen's subscriptions", 0, subscriptions(CHEN));
        long begun = System.nanoTime();
        stage.platform().subscriptions().accept(Stage.APP, CHEN, PICKUP);
        story.check("Chen allows it again; state", "sent", stage.awaitState(id, "sent").path("state").asText());
        story.fact("it left " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms after he tapped");
    }

    private int subscriptions(String openid) throws Exception {
        return stage.get(APP + "/form-ids/stock?openid=" + openid + "&template_id=" + PICKUP).json().path("available").asInt();
    }

    private void forgetAKeyword() throws Exception {
        story.scene("A producer forgets a keyword", "WeChat would refuse it with 47003, too late for the producer. The gateway knows the app's templates, and says so at the door.");
        Map<String, Object> message = coffee(BO, "摩卡 (mocha)");
        message.put("data", Map.of("thing1", Map.of("value", "摩卡 (mocha)"), "thing3", Map.of("value", "请到店取餐")));
        story.request("POST " + NOTIFICATIONS + "  " + Stage.json(message));
        Stage.Reply refused = stage.post(NOTIFICATIONS, message);
        story.answer(refused.toString());
        story.check("status", 422, refused.status());
        story.check("faults", "[/data/time2]", refused.json().path("errors").findValuesAsText("pointer"));
    }

    private void speakAsAnSdk() throws Exception {
        story.scene("An older program sends through its WeChat SDK, unchanged but for the host name",
                "The gateway answers WeChat's own calls. The secret is a key of the gateway, the token is one that only the gateway accepts.");
        stage.platform().subscriptions().accept(Stage.APP, EVA, PICKUP);
        Stage.await("Eva's subscription", () -> subscriptions(EVA) == 1);
        String tokenCall = "/cgi-bin/token?grant_type=client_credential&appid=" + Stage.APP + "&secret=";
        story.request("GET " + tokenCall + "…");
        Stage.Reply token = stage.get(tokenCall + "key-of-the-gateway");
        String accessToken = token.json().path("access_token").asText();
        story.answer(token.toString().replace(accessToken, accessToken.substring(0, Math.min(4, accessToken.length())) + "…"));
        Map<String, Object> message = asWeChatWantsIt(EVA, "抹茶 (matcha)");
        story.request("POST " + SUBSCRIBE_SEND + "?access_token=…  " + Stage.json(message));
        Stage.Reply answer = stage.post(SUBSCRIBE_SEND + "?access_token=" + accessToken, message);
        story.answer(answer.toString());
        story.check("errcode", 0, answer.json().path("errcode").asInt(-1));
        JsonNode stored = stage.get(NOTIFICATIONS + "?openid=" + EVA).json().path("notifications");
        story.check("notifications for Eva", 1, stored.size());
        story.check("state", "sent", stage.awaitState(stored.at("/0/id").asText(), "sent").path("state").asText());
        List<SeenRequest> seen = stage.platform().requests(Stage.APP);
        story.check("the SDK's token came to the platform", false, seen.get(seen.size() - 1).query().contains(accessToken));
    }

    private void compare() throws Exception {
        story.scene("What today's platform saw and what the database says", "They were counted apart.");
        Scoreboard score = stage.platform().scoreboard(Stage.APP);
        story.check("subscribe messages the platform accepted", 3, score.subscribe().messagesAccepted());
        story.check("subscribe notifications sent", 3, stage.count("SELECT count(*) FROM notification WHERE state = 'sent' AND channel = 'subscribe'"));
        story.check("sent twice", 0, score.subscribe().sentTwice());
        story.check("acceptances = used + taken back", 4, score.subscribe().credits().used() + score.subscribe().credits().dropped());
        story.check("subscriptions left in the gateway", 0, stage.count("SELECT count(*) FROM credit WHERE kind = 'subscription'"));
        story.check("rules of the platform broken", 0, score.breachCount());
        JsonNode books = stage.get(APP + "/books").json();
        story.check("difference in the books of notifications", 0, books.at("/notifications/difference").asLong(-1));
        story.check("difference in the books of credits", 0, books.at("/credits/difference").asLong(-1));
        story.check("token calls", 1, score.tokenFetches());
    }
}
