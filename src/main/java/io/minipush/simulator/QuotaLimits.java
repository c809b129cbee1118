package io.minipush.simulator;

/** How many calls of one api one app may make per day and per minute; 0 for no limit. */
public record QuotaLimits(long perDay, long perMinute) {
    public QuotaLimits {
        if (perDay < 0 || perMinute < 0) {
            throw new IllegalArgumentException("a quota is not below 0; 0 is no limit");
        }
    }

    static QuotaLimits real(Api api) {
        return switch (api) {
            case TOKEN -> new QuotaLimits(2_000, 0);
            case STABLE_TOKEN -> new QuotaLimits(500_000, 10_000);
            case TEMPLATE_SEND -> new QuotaLimits(1_000_000, 0);
            // without the payment capability; with it, three times as many
            case SUBSCRIBE_SEND -> new QuotaLimits(10_000_000, 0);
            case JSCODE2SESSION, GET_TEMPLATE, QUOTA_GET, UNKNOWN -> new QuotaLimits(0, 0);
        };
    }
}
