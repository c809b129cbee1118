package io.minipush.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The list of an app's subscribe templates. */
final class TemplateListDesk {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TemplateListDesk() {
    }

    static Answer list(World world, PlatformCall call) {
        if (!call.method().equals("GET")) {
            throw new Refusal(43001);
        }
        App app = AccessTokens.admit(world, call, world.now());
        ObjectNode answer = JSON.createObjectNode().put("errcode", 0).put("errmsg", "ok");
        ArrayNode data = answer.putArray("data");
        for (SubscribeTemplate template : app.subscribe.templates()) {
            ObjectNode one = data.addObject().put("priTmplId", template.priTmplId()).put("title", template.title())
                    .put("content", template.content()).put("example", template.example()).put("type", template.type());
            if (!template.keywordEnumValueList().isEmpty()) {
                ArrayNode listed = one.putArray("keywordEnumValueList");
                for (SubscribeTemplate.EnumValues values : template.keywordEnumValueList()) {
                    ArrayNode allowed = listed.addObject().put("keywordCode", values.keywordCode()).putArray("enumValueList");
                    values.enumValueList().forEach(allowed::add);
                }
            }
        }
        return Answer.success(Api.GET_TEMPLATE, answer.toString());
    }
}
