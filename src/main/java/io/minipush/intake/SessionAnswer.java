package io.minipush.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.json.NotJson;
import io.minipush.json.Refused;
import io.minipush.json.StrictJson;

/** What an answer of {@code /sns/jscode2session} means. */
final class SessionAnswer {

    private static final int SOON = 5;
    /** "must slower, retry next minute" */
    private static final int NEXT_MINUTE = 60;

    private SessionAnswer() {
    }

    /**
     * @return the openid
     * @throws Refused      if the code is to blame: the mini program has to call {@code wx.login} again
     * @throws PlatformBusy if the platform, the way to it, or the app's own account is
     */
    static String openid(int status, byte[] body) {
        JsonNode answer = json(status, body);
        int errcode = answer.path("errcode").asInt(0);
        switch (errcode) {
            case 0 -> {
                String openid = answer.path("openid").asText();
                if (!openid.matches("[!-~]{1,128}")) {
                    throw new PlatformBusy("the platform's answer has no openid", SOON);
                }
                return openid;
            }
            case 40029 -> throw new Refused("invalid_code", "/code", "is not a valid code of wx.login (errcode 40029)");
            case 40163 -> throw new Refused("code_used", "/code", "has been used before (errcode 40163)");
            case 40226 -> throw new Refused("user_blocked", "/code", "belongs to a user whose login the platform blocks (errcode 40226)");
            case 45011 -> throw new PlatformBusy("the platform limits logins for this minute (errcode 45011)", NEXT_MINUTE);
            case -1 -> throw new PlatformBusy("the platform is busy (errcode -1)", SOON);
            default -> throw new PlatformBusy("the platform refuses to exchange codes for this app (errcode " + errcode + ")", NEXT_MINUTE);
        }
    }

    /** The answer's content type says text/plain as often as not; only the body counts. */
    private static JsonNode json(int status, byte[] body) {
        try {
            JsonNode answer = StrictJson.read(body == null ? new byte[0] : body);
            if (status == 200 && answer.isObject()) {
                return answer;
            }
        } catch (NotJson e) {
            // said below
        }
        throw new PlatformBusy("the platform answered with HTTP " + status + " and nothing to read", SOON);
    }
}
