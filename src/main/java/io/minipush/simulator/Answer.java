package io.minipush.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What goes back over the wire.
 *
 * @param outcome how the scoreboard counts it: the errcode, or a word
 */
record Answer(int status, String contentType, byte[] body, String outcome) {
    /** The platform labels JSON as plain text on several calls; a client has to read it all the same. */
    static final String PLAIN = "text/plain";
    static final String JSON = "application/json; encoding=utf-8";

    static Answer success(Api api, String json) {
        return new Answer(200, contentType(api), json.getBytes(StandardCharsets.UTF_8), "0");
    }

    static Answer error(Api api, Refusal refusal) {
        return error(api, refusal.code, refusal.getMessage());
    }

    static Answer error(Api api, int code) {
        return error(api, code, ErrorTexts.of(code));
    }

    private static Answer error(Api api, int code, String text) {
        String json = "{\"errcode\":" + code + ",\"errmsg\":\"" + text + ErrorTexts.suffix(code) + "\"}";
        // an unknown path is the web server's error, everything the platform itself refuses has status 200
        int status = api == Api.UNKNOWN ? 404 : 200;
        return new Answer(status, contentType(api), json.getBytes(StandardCharsets.UTF_8), Integer.toString(code));
    }

    /** A body without a length does not get past the platform's web server. */
    static Answer preconditionFailed() {
        return new Answer(412, null, new byte[0], "http_412");
    }

    static Answer html(int status, String title) {
        String page = "<html>\r\n<head><title>" + title + "</title></head>\r\n<body><center><h1>" + title
                + "</h1></center></body>\r\n</html>\r\n";
        return new Answer(status, "text/html", page.getBytes(StandardCharsets.UTF_8), "http_" + status);
    }

    Answer firstHalf() {
        byte[] half = Arrays.copyOf(body, body.length / 2);
        return new Answer(status, contentType, half, outcome);
    }

    private static String contentType(Api api) {
        return api == Api.TOKEN || api == Api.STABLE_TOKEN ? JSON : PLAIN;
    }
}
