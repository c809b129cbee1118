package io.minipush.simulator;

import java.time.Instant;

/** An accepted subscribe message. */
final class SubscribeEntry extends MessageLog.Entry {
    final long msgid;
    private final App app;
    final SubscribeBody body;
    final SubscribeTemplate template;

    SubscribeEntry(long msgid, App app, SubscribeBody body, SubscribeTemplate template, long at) {
        super(at);
        this.msgid = msgid;
        this.app = app;
        this.body = body;
        this.template = template;
    }

    @Override
    App app() {
        return app;
    }

    ReceivedMessage received() {
        return new ReceivedMessage(seq, Instant.ofEpochMilli(at), Long.toString(msgid), app.appid, body.touser(), body.templateId(),
                body.page(), body.state(), body.lang(), ControlJson.tree(body.dataJson()), answered);
    }
}
