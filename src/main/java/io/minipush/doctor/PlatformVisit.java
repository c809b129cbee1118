package io.minipush.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.platform.QueryAnswer;
import io.minipush.quota.QuotaCall;
import io.minipush.settings.App;
import io.minipush.settings.Settings;
import io.minipush.settings.TokenSource;
import io.minipush.token.TokenAnswer;
import io.minipush.token.TokenAnswers;
import io.minipush.token.TokenRenewals;

/**
 * Whether WeChat answers, and knows the apps. A stable token may be asked for at any time: as long as it is valid everybody gets the same. A
 * classic one is never asked for, since that ends the one in use; what can be tried is the one that the gateways have.
 */
final class PlatformVisit {

    private static final String WHAT = "platform";

    private final Settings settings;
    private final HttpClient client;

    PlatformVisit(Settings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.connectTimeout()).build();
    }

    /** @param tokens the token of an app that is in use, if there is one */
    void visit(Function<String, Optional<String>> tokens, List<Finding> findings) {
        List<App> apps = settings.apps().values().stream().filter(App::isOnWeChat).sorted(java.util.Comparator.comparing(App::appId)).toList();
        try {
            HttpResponse<byte[]> answer = client.send(request("/").GET().build(), HttpResponse.BodyHandlers.ofByteArray());
            findings.add(Finding.ok(WHAT, settings.wechatUrl() + " answers"));
            date(answer).ifPresent(date -> findings.add(Doctor.clock("the platform's", date, Instant.now().plus(settings.clockOffset()), Duration.ofSeconds(1))));
            for (App app : apps) {
                findings.add(app(app, tokens.apply(app.appId())));
            }
        } catch (IOException e) {
            findings.add(Finding.fail(WHAT, "no answer from " + settings.wechatUrl() + " (" + e.getClass().getSimpleName() + ")",
                    "check MINIPUSH_WECHAT_URL, DNS, proxy and firewall: curl -I " + settings.wechatUrl()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(settings.wechatUrl() + path)).timeout(settings.responseTimeout());
    }

    private static Optional<Instant> date(HttpResponse<?> answer) {
        try {
            return answer.headers().firstValue("Date").map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Finding app(App app, Optional<String> token) throws IOException, InterruptedException {
        String what = "app " + app.appId();
        if (settings.tokenSource() == TokenSource.STABLE) {
            return stable(what, app);
        }
        return token.isPresent() ? classic(what, token.get())
                : Finding.warn(what, "not tried: it has no token at present, and fetching a classic one would end one that somebody uses", "start the gateway and see `minipush token`");
    }

    private Finding stable(String what, App app) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = post(QuotaCall.STABLE_TOKEN.path(), TokenRenewals.stableQuestion(app, false));
        TokenAnswer token = TokenAnswers.read(answer.statusCode(), answer.body());
        if (token instanceof TokenAnswer.Granted) {
            return Finding.ok(what, "the platform takes its secret");
        }
        if (token instanceof TokenAnswer.Refused refused) {
            return Finding.fail(what, "no token: " + refused.errcode() + " " + refused.message(), advice(refused.errcode()));
        }
        return Finding.fail(what, "no token: " + ((TokenAnswer.NoAnswer) token).reason(), "try again; if it stays, ask the platform");
    }

    private static String advice(int errcode) {
        return switch (errcode) {
            case 40013 -> "the appid is wrong";
            case 40125, 41004 -> "the secret is wrong, or was reset: copy it from the platform's console";
            case 40164 -> "put this machine's address on the IP list in the platform's console";
            default -> "see the platform's list of codes";
        };
    }

    private Finding classic(String what, String token) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = post("/cgi-bin/openapi/quota/get?access_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8),
                JsonNodeFactory.instance.objectNode().put("cgi_path", QuotaCall.TOKEN.path()));
        QueryAnswer read = QueryAnswer.read(answer.statusCode(), answer.body());
        if (read.isTokenRefused()) {
            return Finding.warn(what, "the platform refuses the token in use (" + read + ")", "something else fetches tokens for this app, or the gateways are just replacing it");
        }
        return Finding.ok(what, read.isAnswered() ? "the platform takes the token in use; the secret was not tried"
                : "there is a token in use; the secret was not tried");
    }

    private HttpResponse<byte[]> post(String path, ObjectNode body) throws IOException, InterruptedException {
        return client.send(request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body.toString())).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
