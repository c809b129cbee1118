package io.minipush.simulator;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The words of the platform's error answers. They end in a suffix that changes with each call, so that nobody matches on them. */
final class ErrorTexts {
    private static final String MORE = ", could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r";
    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(-1, "system error"),
            Map.entry(40001, "invalid credential, access_token is invalid or not latest" + MORE),
            Map.entry(40002, "invalid grant_type"),
            Map.entry(40003, "invalid openid"),
            Map.entry(40013, "invalid appid"),
            Map.entry(40014, "invalid access_token"),
            Map.entry(40029, "invalid code"),
            Map.entry(40033, "invalid charset. please check your request, if include \\\\uxxxx will create fail"),
            Map.entry(40037, "invalid template_id"),
            Map.entry(40066, "invalid url"),
            Map.entry(40125, "invalid appsecret"),
            Map.entry(40163, "code been used"),
            Map.entry(40164, "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist"),
            Map.entry(41001, "access_token missing"),
            Map.entry(41002, "appid missing"),
            Map.entry(41004, "appsecret missing"),
            Map.entry(41008, "missing code"),
            Map.entry(41028, "invalid form id"),
            Map.entry(41029, "form id used count reach limit"),
            Map.entry(41030, "invalid page"),
            Map.entry(41031, "the form id have been blocked!"),
            Map.entry(42001, "access_token expired"),
            Map.entry(43001, "require GET method"),
            Map.entry(43002, "require POST method"),
            Map.entry(43101, "user refuse to accept the msg"),
            Map.entry(43104, "this appid does not have permission"),
            Map.entry(43107, "subscribe message is banned"),
            Map.entry(43108, "concurrent sends to the same fan"),
            Map.entry(44002, "empty post data"),
            Map.entry(45009, "reach max api daily quota limit"),
            Map.entry(45011, "api minute-quota reach limit, must slower, retry next minute"),
            Map.entry(45103, "This API has been unsupported"),
            Map.entry(45109, "This API has been unsupported"),
            Map.entry(45168, "sensitive words"),
            Map.entry(46101, "this api have been not supported since 2020-01-11 00:00:00, please use new api(subscribeMessage)!"),
            Map.entry(47001, "data format error"),
            Map.entry(47002, "data format error, do NOT use json unicode encode (\\\\uxxxx\\\\uxxxx), please use utf8 encoded text!"),
            Map.entry(47003, "argument invalid!"),
            Map.entry(48001, "api unauthorized"),
            Map.entry(48004, "api forbidden for irregularities, view detail on mp.weixin.qq.com"),
            Map.entry(76021, "cgi_path not found, please check"),
            Map.entry(76022, "could not use this cgi_path, no permission"));

    private ErrorTexts() {
    }

    /** The text for a code, already fit to stand inside a JSON string. */
    static String of(int code) {
        return TEXTS.getOrDefault(code, "error " + code);
    }

    /** The formId errors are old enough to carry the old kind of suffix. */
    static String suffix(int code) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (code == 41028 || code == 41029) {
            return " hint: [" + hex(random.nextInt()).substring(0, 6) + "a" + (1000 + random.nextInt(9000)) + "]";
        }
        return " rid: " + hex(random.nextInt()) + "-" + hex(random.nextInt()) + "-" + hex(random.nextInt());
    }

    private static String hex(int bits) {
        String digits = Integer.toHexString(bits);
        return "00000000".substring(digits.length()) + digits;
    }
}
