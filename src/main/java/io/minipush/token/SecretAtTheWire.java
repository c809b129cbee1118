package io.minipush.token;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.minipush.settings.Settings;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Adds an app's secret to the query of a request as it leaves, for the calls that want it there. So it is in no header of an exchange,
 * in no endpoint's URI and in no exception's text.
 */
public final class SecretAtTheWire implements HttpClientConfigurer {

    private static final Pattern APP = Pattern.compile("[?&]appid=([^&]+)");

    private final Settings settings;

    public SecretAtTheWire(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addRequestInterceptorLast((request, entity, context) -> request.setPath(withSecret(request.getPath())));
    }

    private String withSecret(String path) {
        Matcher app = APP.matcher(path);
        if (!app.find() || !settings.apps().containsKey(app.group(1))) {
            return path;
        }
        return path + "&secret=" + URLEncoder.encode(settings.apps().get(app.group(1)).secret(), StandardCharsets.UTF_8);
    }
}
