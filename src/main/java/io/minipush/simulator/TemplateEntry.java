package io.minipush.simulator;

/** An accepted template message. There may be hundreds of thousands, so one shares what it can. */
final class TemplateEntry extends MessageLog.Entry {
    final IssuedForm form;
    final String templateId;
    final String page;
    final String emphasis;
    final byte[] data;

    TemplateEntry(IssuedForm form, String templateId, TemplateBody body, long at) {
        super(at);
        this.form = form;
        this.templateId = templateId;
        this.page = body.page();
        this.emphasis = body.emphasis();
        this.data = body.dataJson();
    }

    @Override
    App app() {
        return form.app;
    }
}
