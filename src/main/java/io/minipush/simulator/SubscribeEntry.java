package io.minipush.simulator;

import java.time.Instant;

/** An accepted subscribe message. */
final class SubscribeEntry extends MessageLog.Entry {
    final long msgid;
    private final App app;
    private final SubscribeBody body;
    private final boolean arrives;

    SubscribeEntry(long msgid, App app, SubscribeBody body, boolean arrives, long at) {
        super(at);
        this.msgid = msgid;
        this.app = app;
        this.body = body;
        this.arrives = arrives;
    }

    @Override
    App app() {
        return app;
    }

    ReceivedMessage received() {
        return new ReceivedMessage(seq, Instant.ofEpochMilli(at), Long.toString(msgid), app.appid, body.touser(), body.templateId(),
                body.page(), body.state(), body.lang(), ControlJson.tree(body.dataJson()), arrives, answered);
    }
}
