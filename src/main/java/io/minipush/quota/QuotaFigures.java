package io.minipush.quota;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import org.apache.camel.Body;

/** The platform's quotas as metrics. Every node shows what one of them has read. */
public final class QuotaFigures {

    private final Set<String> apps;
    private final MultiGauge remaining;
    private final MultiGauge limit;

    QuotaFigures(MeterRegistry meters, Set<String> apps) {
        this.apps = apps;
        remaining = MultiGauge.builder("minipush_platform_quota_remaining").description("Calls that the platform still allows today, by its own word, some minutes old").register(meters);
        limit = MultiGauge.builder("minipush_platform_quota_limit").description("Calls that the platform allows a day").register(meters);
    }

    /** @param rows of the statement {@code platform-quotas} */
    public void take(@Body List<Map<String, Object>> rows) {
        show(remaining, rows, "remain");
        show(limit, rows, "daily_limit");
    }

    private void show(MultiGauge gauge, List<Map<String, Object>> rows, String column) {
        gauge.register(rows.stream().filter(row -> apps.contains((String) row.get("app_id")) && row.get(column) != null)
                .<Row<?>>flatMap(row -> QuotaCall.ofPath((String) row.get("cgi_path")).stream()
                        .map(call -> Row.of(Tags.of("app", (String) row.get("app_id"), "api", call.word()), (Number) row.get(column))))
                .toList(), true);
    }
}
