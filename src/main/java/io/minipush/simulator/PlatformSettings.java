package io.minipush.simulator;

import java.time.Duration;

/**
 * The numbers of the platform that a test may want to move.
 *
 * @param tokenLife   how long a token lives
 * @param prepayWait  how long a prepay id is refused after it was issued
 * @param strictPages whether an empty page, or one that begins with a slash, is refused
 */
public record PlatformSettings(Duration tokenLife, Duration prepayWait, boolean strictPages) {
    /** As the real platform behaves. */
    public static final PlatformSettings REAL = new PlatformSettings(Duration.ofSeconds(7200), Duration.ofSeconds(10), false);

    public PlatformSettings {
        if (tokenLife.isNegative() || tokenLife.isZero() || prepayWait.isNegative()) {
            throw new IllegalArgumentException("a token lives longer than no time, and nobody waits less than no time");
        }
    }

    public PlatformSettings withTokenLife(Duration life) {
        return new PlatformSettings(life, prepayWait, strictPages);
    }

    public PlatformSettings withPrepayWait(Duration wait) {
        return new PlatformSettings(tokenLife, wait, strictPages);
    }

    public PlatformSettings withStrictPages(boolean strict) {
        return new PlatformSettings(tokenLife, prepayWait, strict);
    }
}
