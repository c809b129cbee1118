package io.minipush.quota;

import java.util.Arrays;
import java.util.Optional;

/** A call of the platform whose uses a day are counted there. */
public enum QuotaCall {
    TEMPLATE_SEND("/cgi-bin/message/wxopen/template/send"),
    SUBSCRIBE_SEND("/cgi-bin/message/subscribe/send"),
    STABLE_TOKEN("/cgi-bin/stable_token"),
    TOKEN("/cgi-bin/token");

    private final String path;

    QuotaCall(String path) {
        this.path = path;
    }

    /** The platform's {@code cgi_path}. */
    public String path() {
        return path;
    }

    /** As the API and the metrics write it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** @return empty for one that this version does not ask for */
    public static Optional<QuotaCall> ofPath(String path) {
        return Arrays.stream(values()).filter(call -> call.path.equals(path)).findFirst();
    }
}
