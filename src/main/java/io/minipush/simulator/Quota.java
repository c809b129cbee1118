package io.minipush.simulator;

/** How often one app may call one api: calls are counted per day of the platform's time zone and per minute. */
final class Quota {
    private static final long EIGHT_HOURS = 8 * 3600 * 1000L;
    private static final long DAY = 24 * 3600 * 1000L;

    private long perDay;
    private long perMinute;
    private long day;
    private long today;
    private long minute;
    private long thisMinute;

    /** 0 stands for no limit. */
    Quota(long perDay, long perMinute) {
        limit(perDay, perMinute);
    }

    synchronized void limit(long newPerDay, long newPerMinute) {
        this.perDay = newPerDay;
        this.perMinute = newPerMinute;
    }

    /** Counts the call, or refuses it: a refused call is not counted. */
    synchronized void take(long now) {
        if (dayOf(now) != day) {
            day = dayOf(now);
            today = 0;
        }
        if (now / 60_000 != minute) {
            minute = now / 60_000;
            thisMinute = 0;
        }
        if (perDay > 0 && today >= perDay) {
            throw new Refusal(45009);
        }
        if (perMinute > 0 && thisMinute >= perMinute) {
            throw new Refusal(45011);
        }
        today++;
        thisMinute++;
    }

    /** What was used of it on this day. */
    synchronized Usage usage(long now) {
        return new Usage(new QuotaLimits(perDay, perMinute), dayOf(now) == day ? today : 0);
    }

    /** @param today the calls counted on the day */
    record Usage(QuotaLimits limits, long today) {
    }

    /** The platform's day begins at midnight in Shanghai. */
    static long dayOf(long now) {
        return Math.floorDiv(now + EIGHT_HOURS, DAY);
    }
}
