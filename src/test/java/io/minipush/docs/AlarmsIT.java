package io.minipush.docs;

import static io.minipush.TestSettings.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.web.RunningGateway;
import org.junit.jupiter.api.Test;

/** What {@code deploy/} names is there: in a gateway that has sent something, and in the docs. */
class AlarmsIT {

    private static final Path RULES = Path.of("deploy/prometheus-rules.yml");
    private static final Path DASHBOARD = Path.of("deploy/grafana-dashboard.json");
    private static final Pattern METRIC = Pattern.compile("\\b(?:minipush|jvm|hikaricp|process|system)_[a-z0-9_]+");
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-z0-9_]+)[{ ]");

    private static Set<String> named(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonNode> rules() throws Exception {
        JsonNode rules = new ObjectMapper(new YAMLFactory()).readTree(RULES.toFile()).at("/groups/0/rules");
        return StreamSupport.stream(rules.spliterator(), false).toList();
    }

    @Test
    void everyMetricIsTold() throws Exception {
        Set<String> named = new TreeSet<>();
        rules().forEach(rule -> named.addAll(named(rule.get("expr").textValue())));
        new ObjectMapper().readTree(DASHBOARD.toFile()).findValues("expr").forEach(expr -> named.addAll(named(expr.textValue())));
        assertThat(named).hasSizeGreaterThan(20);
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults());
                RunningGateway gateway = RunningGateway.on(TestDatabases.create(Dialect.H2), "MINIPUSH_WECHAT_URL", simulator.url().toString())) {
            simulator.platform().registerTemplates(APP, List.of("T"));
            for (int i = 0; i < 2; i++) {
                String formId = simulator.platform().issueForm(APP, "o-1");
                gateway.post(RunningGateway.FORM_IDS, "{\"openid\":\"o-1\",\"form_id\":\"" + formId + "\"}");
            }
            gateway.post(RunningGateway.NOTIFICATIONS, "{\"touser\":\"o-1\",\"template_id\":\"T\",\"data\":{}}");
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                Set<String> told = SERIES.matcher(gateway.getManagement("/metrics").body()).results().map(found -> found.group(1)).collect(Collectors.toSet());
                assertThat(told).containsAll(named);
            });
        }
    }

    @Test
    void everyAlarmHasItsPageInTheDocs() throws Exception {
        String docs = Files.readString(Path.of("docs/operations.md"));
        Set<String> headings = docs.lines().filter(line -> line.startsWith("### Minipush")).map(line -> line.substring(4)).collect(Collectors.toCollection(TreeSet::new));
        Set<String> alarms = new TreeSet<>();
        for (JsonNode rule : rules()) {
            String alarm = rule.get("alert").textValue();
            alarms.add(alarm);
            assertThat(rule.at("/annotations/runbook").textValue()).isEqualTo("docs/operations.md#" + alarm.toLowerCase(Locale.ROOT));
            assertThat(rule.at("/labels/severity").textValue()).isIn("critical", "warning", "info");
        }
        assertThat(headings).isEqualTo(alarms);
    }

    /** Needs promtool, which Debian's package prometheus has. */
    @Test
    void prometheusUnderstandsTheRulesAndTheyRingWhenTheyShould() throws Exception {
        assumeTrue(isThere("promtool"), "SKIPPED: there is no promtool here (Debian: apt-get install prometheus), so the rules were not tried");
        assertThat(run("promtool", "check", "rules", RULES.toString())).isEmpty();
        assertThat(run("promtool", "test", "rules", "deploy/prometheus-rules-test.yml")).isEmpty();
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** @return what it says if it fails */
    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : said;
    }
}
