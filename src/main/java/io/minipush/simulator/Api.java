package io.minipush.simulator;

import java.util.Arrays;

/** The calls of the platform that the simulator answers. {@link #wireName()} is the name in the control API. */
public enum Api {
    /** {@code GET /cgi-bin/token}: every answer is a new token, which ends the one before. */
    TOKEN("token", "/cgi-bin/token"),
    /** {@code POST /cgi-bin/stable_token}: the same token for everybody who asks while it is valid. */
    STABLE_TOKEN("stable_token", "/cgi-bin/stable_token"),
    /** {@code POST /cgi-bin/message/wxopen/template/send}: one template message to one user. */
    TEMPLATE_SEND("template_send", "/cgi-bin/message/wxopen/template/send"),
    /** {@code POST /cgi-bin/message/subscribe/send}: one subscribe message to one user. */
    SUBSCRIBE_SEND("subscribe_send", "/cgi-bin/message/subscribe/send"),
    /** {@code GET /wxaapi/newtmpl/gettemplate}: the app's subscribe templates. */
    GET_TEMPLATE("get_template", "/wxaapi/newtmpl/gettemplate"),
    /** {@code POST /cgi-bin/openapi/quota/get}: how much of a call's quota is used. */
    QUOTA_GET("quota_get", "/cgi-bin/openapi/quota/get"),
    /** {@code GET /sns/jscode2session}: a login code becomes an openid. */
    JSCODE2SESSION("jscode2session", "/sns/jscode2session"),
    /** Anything else: always refused, and a breach on the scoreboard. */
    UNKNOWN("unknown", null);

    private final String wireName;
    private final String path;

    Api(String wireName, String path) {
        this.wireName = wireName;
        this.path = path;
    }

    /** The name used in JSON. */
    public String wireName() {
        return wireName;
    }

    /** The path on the platform's host; null for {@link #UNKNOWN}. */
    public String path() {
        return path;
    }

    boolean fetchesToken() {
        return this == TOKEN || this == STABLE_TOKEN;
    }

    static Api ofPath(String path) {
        for (Api api : values()) {
            if (path.equals(api.path)) {
                return api;
            }
        }
        return UNKNOWN;
    }

    /** @return the api, or null for {@code *} and for nothing: every api
     *  @throws IllegalArgumentException for a name that is no api */
    static Api ofWireName(String name) {
        if (name == null || name.equals("*")) {
            return null;
        }
        return Arrays.stream(values()).filter(a -> a != UNKNOWN && a.wireName.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such api: " + name));
    }
}
