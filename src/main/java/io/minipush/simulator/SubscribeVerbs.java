package io.minipush.simulator;

import static io.minipush.simulator.VerbTable.done;
import static io.minipush.simulator.VerbTable.given;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Fields;

/** The control calls about subscribe messages. A record per body: its fields are the contract. */
final class SubscribeVerbs {
    record Templates(String appid, List<SubscribeTemplate> templates) {
    }

    record Request(String appid, List<String> openids, List<String> accept, List<String> reject, Integer each) {
    }

    record SwitchOff(String appid, String openid, String templateId) {
    }

    private final SimulatedSubscriptions subscriptions;

    SubscribeVerbs(VerbTable verbs, SimulatedSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
        verbs.post("subscribe-templates", Templates.class, b -> done(() -> subscriptions.templates(given(b.appid, "appid"),
                given(b.templates, "templates"))));
        verbs.get("subscribe-templates", (body, query) ->
                Map.of("templates", subscriptions.templates(given(query.getValue("appid"), "appid"))));
        verbs.post("subscribe", Request.class, this::request);
        verbs.post("switch-off", SwitchOff.class, b -> done(() -> subscriptions.switchOff(given(b.appid, "appid"),
                given(b.openid, "openid"), given(b.templateId, "template_id"))));
        verbs.get("subscriptions", this::list);
    }

    private Object request(Request body) {
        int each = body.each == null ? 1 : body.each;
        if (each < 1) {
            throw new IllegalArgumentException("a user is asked at least once");
        }
        List<SubscribeAnswer> answers = new ArrayList<>();
        for (String openid : given(body.openids, "openids")) {
            for (int i = 0; i < each; i++) {
                answers.add(subscriptions.request(given(body.appid, "appid"), openid,
                        body.accept == null ? List.of() : body.accept, body.reject == null ? List.of() : body.reject));
            }
        }
        return Map.of("answers", answers);
    }

    private Object list(byte[] body, Fields query) {
        String openid = query.getValue("openid");
        return Map.of("subscriptions", subscriptions.subscriptions(query.getValue("appid")).stream()
                .filter(one -> openid == null || one.openid().equals(openid)).toList());
    }
}
