package io.minipush.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchmarkCommandTest {

    private static BenchmarkPlan plan(String... arguments) {
        BenchmarkCommand command = new BenchmarkCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.plan();
    }

    @Test
    void withoutOptionsEveryLatencyIsMeasuredBesideTheLoops() {
        assertThat(plan().latencies()).containsExactly(0, 50, 100);
        assertThat(plan().loops()).isTrue();
    }

    @Test
    void optionsNarrowTheRun() {
        BenchmarkPlan plan = plan("--latencies", "0", "--no-loops", "--waiting", "1000000", "--credits", "2000000");
        assertThat(plan.latencies()).containsExactly(0);
        assertThat(plan.loops()).isFalse();
        assertThat(plan.waiting()).isEqualTo(1_000_000);
        assertThat(plan.credits()).isEqualTo(2_000_000);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> plan("--messages", "0")).isInstanceOf(CommandLine.ParameterException.class).hasMessageContaining("--messages");
        assertThatThrownBy(() -> plan("--latencies", "-5")).isInstanceOf(CommandLine.ParameterException.class);
    }

    @Test
    void metricsOfTheSameNameAreAddedUp() {
        String exposition = """
                # TYPE jvm_memory_used_bytes gauge
                jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 1000.0
                jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7.0
                jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 2.5E2
                minipush_db_statements_total 42.0
                """;
        assertThat(Metrics.sum(exposition, "jvm_memory_used_bytes", "area=\"heap\"")).hasValue(1250);
        assertThat(Metrics.sum(exposition, "minipush_db_statements_total", "")).hasValue(42);
        assertThat(Metrics.sum(exposition, "nothing", "")).isEmpty();
    }
}
