package io.minipush.web;

import java.util.List;

import io.minipush.sdk.WeChatError;

/**
 * What the web server answers an SDK by itself, before or after the routes: an SDK looks at nothing but the errcode, and where there is
 * none it must not find one.
 */
record SdkRefusal(int status, byte[] body) {

    /** Where WeChat's calls begin; what the gateway does not have of them is answered in WeChat's words, too. */
    static final List<String> PREFIXES = List.of("/cgi-bin/", "/wxaapi/", "/sns/");

    static boolean has(String path) {
        return path != null && PREFIXES.stream().anyMatch(path::startsWith);
    }

    /** @param status that the web server would answer */
    static SdkRefusal of(int status) {
        if (status == 404) {
            return new SdkRefusal(404, WeChatError.body(40066, "invalid url: this gateway has only token, stable_token,"
                    + " message/wxopen/template/send, message/subscribe/send and newtmpl/gettemplate"));
        }
        if (status == 503) {
            // Too many at a time, or the gateway stops: it has not come as far as to a route.
            return new SdkRefusal(200, WeChatError.busy().body());
        }
        return new SdkRefusal(status, status < 500 ? WeChatError.body(40035, "invalid parameter: the gateway cannot read this request") : new byte[0]);
    }
}
