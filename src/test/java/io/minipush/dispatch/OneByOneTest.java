package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;

import org.junit.jupiter.api.Test;

/** One turn of a user at a time, the first one first. */
class OneByOneTest {

    private final OneByOne<Integer> turns = new OneByOne<>(Comparator.naturalOrder());

    @Test
    void whoComesForALaterTurnGetsTheFirst() {
        turns.add("a", 1);
        turns.add("a", 2);

        assertThat(turns.begin("a")).as("by the thread of the second").isEqualTo(1);
        assertThat(turns.begin("a")).as("by the thread of the first, while one is under way").isNull();
        assertThat(turns.end("a")).as("somebody has to come again").isEqualTo(2);
        assertThat(turns.begin("a")).isEqualTo(2);
        assertThat(turns.end("a")).isNull();
        assertThat(turns.begin("a")).as("nothing is left").isNull();
    }

    @Test
    void anotherUserNeedNotWait() {
        turns.add("a", 1);
        turns.add("b", 2);

        assertThat(turns.begin("a")).isEqualTo(1);
        assertThat(turns.begin("b")).isEqualTo(2);
    }

    @Test
    void whatIsGivenBackHasNoTurnAndTheOneUnderWayGoesOn() {
        turns.add("a", 1);
        turns.add("a", 2);
        turns.add("a", 3);
        turns.add("b", 4);
        turns.begin("a");

        assertThat(turns.remove(turn -> turn != 3)).containsExactlyInAnyOrder(2, 4);
        assertThat(turns.begin("b")).isNull();
        assertThat(turns.end("a")).isEqualTo(3);
    }
}
