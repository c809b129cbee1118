package io.minipush.simulator;

import java.time.Instant;

/** A subscribe message that the platform took. There may be hundreds of thousands, so one shares what it can. */
final class SubscribeEntry extends MessageLog.Entry {
    final long msgid;
    private final App app;
    private final String openid;
    private final String templateId;
    private final String page;
    private final String state;
    private final String lang;
    private final byte[] data;
    private final boolean arrives;

    SubscribeEntry(long msgid, App app, Subscriber user, SubscribeTemplate template, SubscribeBody body, boolean arrives, long at) {
        super(at);
        this.msgid = msgid;
        this.app = app;
        this.openid = user.openid;
        this.templateId = template.priTmplId();
        this.page = body.page();
        this.state = body.state();
        this.lang = body.lang();
        this.data = body.dataJson();
        this.arrives = arrives;
    }

    @Override
    App app() {
        return app;
    }

    ReceivedMessage received() {
        return new ReceivedMessage(seq, Instant.ofEpochMilli(at), Long.toString(msgid), app.appid, openid, templateId, page, state, lang,
                ControlJson.tree(data), arrives, answered);
    }
}
