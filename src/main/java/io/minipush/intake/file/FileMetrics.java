package io.minipush.intake.file;

import io.micrometer.core.instrument.MeterRegistry;

/** {@code minipush_file_items_total{app,outcome}}: lines of files that were accepted, accepted before, or rejected. */
final class FileMetrics {

    private final MeterRegistry meters;

    FileMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(String appId, String outcome) {
        meters.counter("minipush.file.items", "app", appId, "outcome", outcome).increment();
    }
}
