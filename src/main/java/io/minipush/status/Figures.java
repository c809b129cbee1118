package io.minipush.status;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.books.Books;
import io.minipush.books.StockFigures;
import io.minipush.notification.State;

/** What is counted for the metrics anyway, and the last hour of it. Thread-safe. */
final class Figures {

    private final MeterRegistry meters;
    private final StockFigures stock;
    private final PlatformEar ear;
    private final Samples samples = new Samples();

    Figures(MeterRegistry meters, StockFigures stock) {
        this.meters = meters;
        this.stock = stock;
        this.ear = new PlatformEar(meters);
    }

    /** Takes a sample; to be called once a minute. */
    void sample() {
        Map<String, Samples.Sample> sample = new HashMap<>();
        for (Books books : stock.books()) {
            sample.put(books.appId(), new Samples.Sample(books.takenIn(), books.notifications().get(State.SENT), books.notifications().get(State.FAILED),
                    Math.round(gauge("minipush_oldest_due_seconds", books.appId()))));
            ear.mark(books.appId());
        }
        if (!sample.isEmpty()) {
            samples.add(sample);
        }
    }

    Samples samples() {
        return samples;
    }

    Optional<Books> books(String appId) {
        return stock.books().stream().filter(books -> books.appId().equals(appId)).findFirst();
    }

    /** What comes in place of the platform's answers to this node's posts; empty if they are answered. */
    Optional<String> silence(String appId) {
        return ear.silence(appId);
    }

    /** Uses of credits that could be reserved now, of all kinds. */
    long credits(String appId) {
        return Math.round(gauge("minipush_credits_available", appId));
    }

    long creditsExpiring(String appId) {
        return Math.round(gauge("minipush_credits_expiring", appId));
    }

    private double gauge(String name, String appId) {
        return meters.find(name).tag("app", appId).gauges().stream().mapToDouble(Gauge::value).filter(Double::isFinite).sum();
    }
}
