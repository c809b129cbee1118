package io.minipush.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Set;

import io.minipush.storage.Dialect;
import org.junit.jupiter.api.Test;

/** Short drills; {@code minipush drill} plays longer ones. */
class DrillIT {

    private static Verdict drill(DrillPlan plan) throws Exception {
        Verdict verdict = Drill.run(plan, new Report(new PrintWriter(System.out, true)));
        assertThat(verdict.faults()).allSatisfy((fault, cases) -> assertThat(cases).as(fault.title).isEmpty());
        return verdict;
    }

    @Test
    void nothingIsLostOrSentTwiceWhenTheOnlyNodeOnH2IsKilled() throws Exception {
        Verdict verdict = drill(new DrillPlan(Dialect.H2, 1, 300, 20, 2, 0, 0, 0, 0, Duration.ofMillis(20), 64, true, Set.of(Door.REST), 20260101, Duration.ofSeconds(60), false));
        assertThat(verdict.count("sent")).as("sent").isEqualTo(300);
    }

    @Test
    void nothingIsLostOrSentTwiceByAnyDoorAndOfEitherKindWhenNodesAndBrokerAreKilledAndEveryTenthPostFails() throws Exception {
        Verdict verdict = drill(new DrillPlan(Dialect.POSTGRESQL, 2, 600, 40, 2, 0, 10, 0, 40, Duration.ofMillis(20), 64, true, Set.of(Door.values()), 20260102, Duration.ofSeconds(90), false));
        // What of the subscribe messages is uncertain has a cause, or it would be a fault.
        assertThat(verdict.count("sent") + verdict.count("uncertain")).as("sent or uncertain").isEqualTo(600);
        assertThat(verdict.count("sent")).as("sent").isGreaterThan(300);
    }
}
