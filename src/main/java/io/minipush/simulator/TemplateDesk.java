package io.minipush.simulator;

/** The rules of the template message, in the platform's order: method, token, quota, body, template, user, page, formId. */
final class TemplateDesk {
    private TemplateDesk() {
    }

    static Reply send(World world, PlatformCall call) {
        if (!call.method().equals("POST")) {
            throw new Refusal(43002);
        }
        long now = world.now();
        App app = AccessTokens.admit(world, call, now);
        TemplateBody body = TemplateBody.parse(call.body());
        IssuedForm form = body.formId() == null ? null : world.forms.get(body.formId());
        ContentKey content = body.contentKey();
        // what the gateway must never do counts even if the platform refuses the request for another reason
        recordBreaches(app, body, form, content);
        if (!body.unknownFields().isEmpty()) {
            throw StrictJson.invalid(body.unknownFields().get(0));
        }
        app.checkTemplate(body.templateId());
        app.checkUser(body.touser());
        app.checkPage(body.page(), world.settings().strictPages());
        return accept(world, app, body, form, content, now);
    }

    private static Reply accept(World world, App app, TemplateBody body, IssuedForm form, ContentKey content, long now) {
        if (form == null || !form.belongsTo(app, body.touser()) || form.expiredAt(now)) {
            throw new Refusal(41028);
        }
        if (form.kind == FormKind.PREPAY && now - form.issuedAt < world.settings().prepayWait().toMillis()) {
            throw new Refusal(41028);
        }
        if (!form.use(content)) {
            throw new Refusal(41029);
        }
        TemplateEntry entry = new TemplateEntry(form, app.shared(body.templateId()), body, now);
        world.messages.append(entry);
        app.score.template.accepted(content, now);
        return new Reply(Answer.success(Api.TEMPLATE_SEND, "{\"errcode\":0,\"errmsg\":\"ok\"}"), entry);
    }

    private static void recordBreaches(App app, TemplateBody body, IssuedForm form, ContentKey content) {
        body.unknownFields().forEach(name -> app.score.breach(Breach.UNKNOWN_FIELD, "template_send: " + name));
        if (form == null) {
            return;
        }
        if (form.app != app) {
            app.score.breach(Breach.FORM_ID_OF_ANOTHER_APP, "sent to " + body.touser());
        } else if (!form.openid.equals(body.touser())) {
            app.score.breach(Breach.FORM_ID_OF_ANOTHER_USER, form.id + " of " + form.openid + " was sent to " + body.touser());
        } else if (form.servedAnother(content)) {
            app.score.breach(Breach.FORM_ID_REUSED_FOR_OTHER_MESSAGE, form.id + " of " + form.openid);
        }
    }
}
