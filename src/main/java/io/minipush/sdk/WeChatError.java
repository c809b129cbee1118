package io.minipush.sdk;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.minipush.json.Fault;

/**
 * An answer at the front door for SDKs that says no, in WeChat's words: HTTP 200 and {@code {"errcode":…,"errmsg":"…"}}. Whoever gets
 * one knows that nothing was stored. Nothing in it comes from the request but the names of its fields.
 *
 * <p>The numbers are WeChat's own; SDKs act on them: a new token on 40001 and 42001, a repeat on -1.
 */
public final class WeChatError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int errcode;

    public WeChatError(int errcode, String errmsg) {
        super(errmsg, null, false, false);
        this.errcode = errcode;
    }

    /** Try again: nothing is wrong with the request, and nothing has come of it. */
    public static WeChatError busy() {
        return new WeChatError(-1, "system error");
    }

    /** The name is shown as far as it could be the name of a field. */
    static WeChatError invalidArgument(String field) {
        String name = field.length() > 80 ? field.substring(0, 80) : field;
        return new WeChatError(47003, "argument invalid! " + name.replaceAll("[^A-Za-z0-9_.]", "?") + " invalid");
    }

    /** In WeChat's own spelling. */
    static WeChatError emptyValue(String keyword) {
        return new WeChatError(47003, "argument invalid! data." + keyword + ".value is emtpy");
    }

    /** @param fault says which key of the template, and what about it */
    static WeChatError mismatch(Fault fault) {
        return new WeChatError(47003, "argument invalid! data." + fault.detail());
    }

    public int errcode() {
        return errcode;
    }

    public byte[] body() {
        return body(errcode, getMessage());
    }

    public static byte[] body(int errcode, String errmsg) {
        return JsonNodeFactory.instance.objectNode().put("errcode", errcode).put("errmsg", errmsg).toString().getBytes(StandardCharsets.UTF_8);
    }
}
