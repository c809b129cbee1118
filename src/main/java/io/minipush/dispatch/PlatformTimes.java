package io.minipush.dispatch;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How long the platform takes, by what it answers: {@code minipush_platform_requests_seconds{app,api,errcode}}. */
final class PlatformTimes {

    private final MeterRegistry meters;

    PlatformTimes(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param errcode what the platform said, or a word for why it said nothing */
    void record(Attempt attempt, String errcode, Duration took) {
        Timer.builder("minipush.platform.requests").description("Posts to the platform").tag("app", attempt.getAppId()).tag("api", attempt.call().api())
                .tag("errcode", errcode).publishPercentileHistogram(false).register(meters).record(took);
    }
}
