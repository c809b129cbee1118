package io.minipush.doctor;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minipush.access.LiveKeys;
import io.minipush.platform.Platforms;
import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Settings;
import io.minipush.settings.SettingsReader;

/**
 * Looks at an installation the way a start would find it, and changes nothing: no folder is made, no table, and no token is asked for in a
 * way that ends the one in use.
 */
public final class Doctor {

    /** The database keeps the time for all nodes; more than this and log lines of two nodes are hard to read side by side. */
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final List<Finding> findings = new ArrayList<>();

    private Doctor() {
    }

    /** @param environment as {@code minipush run} would have it */
    public static List<Finding> examine(Map<String, String> environment) {
        Doctor doctor = new Doctor();
        doctor.settings(environment).ifPresent(doctor::examine);
        return doctor.findings;
    }

    private Optional<Settings> settings(Map<String, String> environment) {
        try {
            Settings settings = SettingsReader.read(environment);
            Platforms.of(settings);
            LiveKeys.open(settings, new SimpleMeterRegistry()).close();
            findings.add(Finding.ok("settings", settings.apps().size() + " app(s), home " + settings.home()));
            return Optional.of(settings);
        } catch (InvalidSetting e) {
            findings.add(Finding.fail("settings", e.getMessage(), "mend this setting; nothing else was looked at"));
            return Optional.empty();
        }
    }

    private void examine(Settings settings) {
        Places places = new Places(settings);
        findings.addAll(places.findings());
        DatabaseVisit visit = new DatabaseVisit(settings, places.isRunning());
        try (Connection connection = visit.connect(findings)) {
            PlatformVisit platform = new PlatformVisit(settings);
            if (connection == null) {
                platform.visit(app -> Optional.empty(), findings);
            } else {
                visit.look(connection, findings);
                platform.visit(app -> visit.token(connection, app), findings);
            }
        } catch (java.sql.SQLException e) {
            findings.add(Finding.warn("database", "the connection could not be closed", "look into the database's log"));
        }
        findings.add(BrokerVisit.look(settings, places.isRunning()));
    }

    /** @param whose clock it is */
    static Finding clock(String whose, Instant theirs, Instant ours, Duration precision) {
        Duration apart = Duration.between(theirs, ours).abs();
        return apart.compareTo(CLOSE.plus(precision)) <= 0 ? Finding.ok("clock", "agrees with " + whose)
                : Finding.warn("clock", apart.toSeconds() + " s apart from " + whose, "let both keep time by NTP (timedatectl set-ntp true)");
    }
}
