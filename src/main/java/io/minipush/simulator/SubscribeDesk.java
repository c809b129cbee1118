package io.minipush.simulator;

import java.util.Map;

/**
 * The rules of the subscribe message, in this order: method, token, quota, body, template, user, page, the values of the keys,
 * one message to a user at a time, credit.
 */
final class SubscribeDesk {
    private SubscribeDesk() {
    }

    static Reply send(World world, PlatformCall call) {
        if (!call.method().equals("POST")) {
            throw new Refusal(43002);
        }
        long now = world.now();
        App app = AccessTokens.admit(world, call, now);
        SubscribeBody body = SubscribeBody.parse(call.body());
        body.unknownFields().forEach(name -> app.score.breach(Breach.UNKNOWN_FIELD, "subscribe_send: " + name));
        if (!body.unknownFields().isEmpty()) {
            throw StrictJson.invalid(body.unknownFields().get(0));
        }
        SubscribeTemplate template = app.subscribe.template(body.templateId());
        if (template == null) {
            throw new Refusal(40037);
        }
        app.checkUser(body.touser());
        if (body.leadsToTheReleasedVersion()) {
            app.checkPage(body.page(), world.settings().strictPages());
        }
        checkData(template, body.data());
        return accept(world, app, template, body, now);
    }

    /** The first wrong key only is named, in the order of the template. */
    private static void checkData(SubscribeTemplate template, Map<String, String> data) {
        for (String key : template.keys()) {
            String value = data.get(key);
            if (value == null) {
                throw StrictJson.empty("data." + key + ".value");
            }
            KeyLimits.check(key, value, template.valuesOf(key));
        }
        for (String key : data.keySet()) {
            if (!template.keys().contains(key)) {
                // nobody has written down what the real platform does here; a careful client never sends it
                throw StrictJson.invalid("data." + key + ".value");
            }
        }
    }

    private static Reply accept(World world, App app, SubscribeTemplate template, SubscribeBody body, long now) {
        Subscriber user = app.subscribe.subscriber(body.touser());
        user.begin();
        if (!user.to(template.priTmplId()).use(template.type())) {
            user.end();
            throw new Refusal(43101);
        }
        boolean arrives = !world.fate.fails();
        SubscribeEntry entry = new SubscribeEntry(world.ids.msgid(), app, user, template, body, arrives, now);
        world.received.append(entry);
        if (arrives) {
            app.score.subscribe.accepted(body.contentKey(), now);
        } else {
            app.score.subscribe.acceptedInVain(now);
        }
        world.pushes.sent(app.appid, user.openid, template.priTmplId(), entry.msgid, arrives);
        return new Reply(Answer.success(Api.SUBSCRIBE_SEND, "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":" + entry.msgid + "}"),
                entry, user::end);
    }
}
