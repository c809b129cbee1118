package io.minipush.hands;

import java.sql.Date;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.minipush.notification.Channel;
import io.minipush.settings.App;
import io.minipush.storage.DatabaseClock;
import io.minipush.storage.Statements;
import org.apache.camel.Body;

/** How apps are doing: what holds them, and how much of the day's budget is used. */
public final class AppStatus {

    /**
     * One app.
     *
     * @param row       the columns of {@code list-apps}
     * @param quotaUsed posts of the platform's present day, those under way included
     * @param withdrawn the channels whose calls the platform no longer offers; columns of {@code held-templates}
     * @param platformQuota what the platform tells about its quotas: rows of {@code platform-quotas} that have figures
     */
    public record Status(App app, Map<String, Object> row, long quotaUsed, List<String> heldTemplates, Map<Channel, Map<String, Object>> withdrawn,
            List<Map<String, Object>> platformQuota) {
    }

    private final Statements statements;
    private final DatabaseClock clock;
    private final Map<String, App> apps;
    private final ZoneId zone;

    /** @param zone where the platform's day begins */
    AppStatus(Statements statements, DatabaseClock clock, Map<String, App> apps, ZoneId zone) {
        this.statements = statements;
        this.clock = clock;
        this.apps = apps;
        this.zone = zone;
    }

    /** @param ids of configured apps */
    public List<Status> of(@Body Collection<String> ids) {
        Map<String, Map<String, Map<String, Object>>> held = new LinkedHashMap<>();
        statements.rows("held-templates", Map.of("apps", ids))
                .forEach(row -> held.computeIfAbsent((String) row.get("app_id"), app -> new LinkedHashMap<>()).put((String) row.get("hold_key"), row));
        Map<String, List<Map<String, Object>>> told = statements.rows("platform-quotas", Map.of()).stream().filter(row -> row.get("read_at") != null)
                .collect(Collectors.groupingBy(row -> (String) row.get("app_id")));
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        return statements.rows("list-apps", Map.of("apps", ids)).stream().map(row -> {
            String id = (String) row.get("app_id");
            Date day = (Date) row.get("quota_day");
            boolean ofToday = day != null && day.toLocalDate().equals(today);
            Map<String, Map<String, Object>> templates = held.getOrDefault(id, new LinkedHashMap<>());
            Map<Channel, Map<String, Object>> withdrawn = new EnumMap<>(Channel.class);
            for (Channel channel : Channel.values()) {
                Map<String, Object> hold = templates.remove(channel.holdKey());
                if (hold != null) {
                    withdrawn.put(channel, hold);
                }
            }
            return new Status(apps.get(id), row, ofToday ? ((Number) row.get("quota_used")).longValue() : 0, List.copyOf(templates.keySet()), withdrawn,
                    told.getOrDefault(id, List.of()));
        }).toList();
    }
}
