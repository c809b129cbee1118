package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;

import io.minipush.notification.End;
import io.minipush.notification.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EndLineTest {

    private static End end(State state, String evidence, Integer errcode, String reason, String rid) {
        return new End("01A", "wx1", "the-producers-own", state, evidence, errcode, reason, rid);
    }

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(end(State.SENT, "answer", 0, null, null), "sent", Map.of("state", "sent", "evidence", "answer")),
                Arguments.of(end(State.SENT, "inferred_41029", 41029, null, "r-1"), "sent (inferred_41029, errcode 41029, rid r-1)",
                        Map.of("state", "sent", "evidence", "inferred_41029", "errcode", 41029, "rid", "r-1")),
                Arguments.of(end(State.FAILED, null, 40037, "content: the template_id is wrong", "r-1"), "failed (errcode 40037, content: the template_id is wrong, rid r-1)",
                        Map.of("state", "failed", "errcode", 40037, "reason", "content: the template_id is wrong", "rid", "r-1")),
                Arguments.of(end(State.FAILED, null, null, "no_credit", null), "failed (no_credit)", Map.of("state", "failed", "reason", "no_credit")),
                Arguments.of(end(State.CANCELLED, null, null, null, null), "cancelled", Map.of("state", "cancelled")));
    }

    @ParameterizedTest
    @MethodSource("table")
    void saysWhatThereIsAndNoMore(End end, String says, Map<String, Object> values) {
        EndLine line = EndLine.of(end);
        assertThat(line.text()).isEqualTo("Notification 01A of wx1: " + says);
        assertThat(line.values()).containsEntry("id", "01A").containsEntry("app_id", "wx1").containsAllEntriesOf(values).hasSize(values.size() + 2);
    }
}
