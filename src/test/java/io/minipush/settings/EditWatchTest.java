package io.minipush.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** What is taken of an edit and what is told of a fault, look by look. */
class EditWatchTest {

    private final List<String> taken = new ArrayList<>();
    private String now = "first";
    private RuntimeException away;
    private RuntimeException refusal;

    private EditWatch<String> toldAfter(int looks) {
        return new EditWatch<>("watch", new EditWatch.Edited<>() {
            @Override
            public String look() {
                if (away != null) {
                    throw away;
                }
                return now;
            }

            @Override
            public void take(String seen) {
                if (refusal != null) {
                    throw refusal;
                }
                taken.add(seen);
            }

            @Override
            public String reason(RuntimeException fault) {
                return fault.getMessage();
            }
        }, "first", new EditWatch.Words("file is wrong", "file is right again", looks));
    }

    @Test
    void anEditIsTakenOnceTwoLooksHaveSeenIt() {
        EditWatch<String> watch = toldAfter(1);
        watch.look();
        for (String edit : List.of("half", "whole", "whole", "whole")) {
            now = edit;
            watch.look();
        }
        assertThat(taken).containsExactly("whole");
    }

    @Test
    void anEditThatIsTakenBackAtOnceIsNone() {
        EditWatch<String> watch = toldAfter(1);
        for (String edit : List.of("other", "first", "first")) {
            now = edit;
            watch.look();
        }
        assertThat(taken).isEmpty();
        assertThat(watch.warning()).isEmpty();
    }

    @Test
    void whatCannotBeTakenIsTriedAgain() {
        EditWatch<String> watch = toldAfter(1);
        refusal = new IllegalStateException("the database is away");
        now = "other";
        watch.look();
        assertThat(watch.warning()).isEmpty();
        watch.look();
        assertThat(watch.warning()).contains("the file is wrong: the database is away");
        refusal = null;
        watch.look();
        assertThat(taken).containsExactly("other");
        assertThat(watch.warning()).isEmpty();
    }

    @Test
    void aFaultIsToldOnceSoManyLooksHaveSeenIt() {
        EditWatch<String> watch = toldAfter(2);
        away = new IllegalStateException("gone");
        watch.look();
        assertThat(watch.warning()).isEmpty();
        away = new IllegalStateException("garbage");
        watch.look();
        assertThat(watch.warning()).isEmpty();
        watch.look();
        assertThat(watch.warning()).contains("the file is wrong: garbage");
        away = null;
        watch.look();
        assertThat(watch.warning()).isEmpty();
    }

    @Test
    void aRightLookBetweenTwoFaultyOnesBeginsTheCountAnew() {
        EditWatch<String> watch = toldAfter(2);
        away = new IllegalStateException("gone");
        watch.look();
        away = null;
        watch.look();
        away = new IllegalStateException("gone");
        watch.look();
        assertThat(watch.warning()).isEmpty();
    }
}
