package io.minipush.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.minipush.storage.Database;

/** The figures of one gateway, from which {@code /metrics} is written. Whoever counts something registers it here. */
public final class Meters implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /** Of its own, since one registry refuses a counter minipush_notifications_total beside a gauge minipush_notifications. */
    private final PrometheusMeterRegistry ends = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Runnable> looks = new CopyOnWriteArrayList<>();
    private final JvmGcMetrics gc = new JvmGcMetrics();

    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Where the ends of notifications are counted. */
    public MeterRegistry ends() {
        return ends;
    }

    /** @param look what finds out which figures there are, before each answer */
    public void beforeScrape(Runnable look) {
        looks.add(look);
    }

    /** What {@code /metrics} answers. */
    public String scrape() {
        looks.forEach(Runnable::run);
        return registry.scrape() + ends.scrape();
    }

    /** Adds the connection pool and the number of statements. */
    public void watch(Database database) {
        database.bindTo(registry);
        FunctionCounter.builder("minipush.db.statements", database, watched -> watched.statements().getAsLong())
                .description("Statements executed since the start; a batch counts as one")
                .register(registry);
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
        ends.close();
    }
}
