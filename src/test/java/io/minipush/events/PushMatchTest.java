package io.minipush.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.minipush.events.PushMatch.Candidate;
import io.minipush.notification.Channel;
import io.minipush.notification.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushMatchTest {

    private static final Instant SENT_AT = Instant.parse("2026-01-31T08:00:00Z");
    private static final PushResult RESULT = new PushResult(7, "o1", "T", PushResult.PUSHED, null, SENT_AT);
    private static final Candidate LOST = candidate("lost", State.UNCERTAIN, 1, -3);

    private static Candidate candidate(String id, State state, int attempts, int secondsAfter) {
        return new Candidate(id, "T", Channel.SUBSCRIBE, state, state == State.UNCERTAIN, attempts, SENT_AT.plusSeconds(secondsAfter), null);
    }

    private static Candidate lost(int secondsAfter) {
        return candidate("lost", State.UNCERTAIN, 1, secondsAfter);
    }

    private static boolean matches(Candidate... ofUser) {
        return PushMatch.of(RESULT, List.of(ofUser), 1).isPresent();
    }

    @Test
    void theOnlyUncertainOneIsMeant() {
        assertThat(PushMatch.of(RESULT, List.of(LOST), 1)).contains(LOST);
        assertThat(matches()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-600,true", "-601,false", "0,true", "2,true", "3,false"})
    void itMustHaveBeenClaimedAtMostTenMinutesBefore(int secondsAfter, boolean matches) {
        assertThat(matches(lost(secondsAfter))).isEqualTo(matches);
    }

    @Test
    void itMustBeOfThatTemplateAndChannel() {
        assertThat(matches(new Candidate("x", "t", Channel.SUBSCRIBE, State.UNCERTAIN, true, 1, SENT_AT, null))).isFalse();
        assertThat(matches(new Candidate("x", "T", Channel.TEMPLATE, State.UNCERTAIN, true, 1, SENT_AT, null))).isFalse();
        assertThat(matches(new Candidate("x", "T", Channel.SUBSCRIBE, State.UNCERTAIN, true, 1, null, null))).isFalse();
    }

    @Test
    void ofTwoUncertainOnesNobodyKnowsWhichIsMeant() {
        assertThat(matches(LOST, candidate("other", State.UNCERTAIN, 1, -500))).isFalse();
        assertThat(matches(LOST, candidate("long before", State.UNCERTAIN, 1, -700))).isTrue();
        assertThat(matches(LOST, candidate("later, but perhaps not its first", State.UNCERTAIN, 2, 60))).isFalse();
    }

    @Test
    void ofTwoResultsNobodyKnowsWhichIsMeant() {
        assertThat(PushMatch.of(RESULT, List.of(LOST), 2)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            // Another of that user and template, and whether the result could be its own.
            "SENDING,   false, 0, -700,   , true",
            "SENDING,   false, 1, 100,    , true",
            "ACCEPTED,  true,  1, -700,   , true",
            "ACCEPTED,  false, 1, -60,    , true",
            "ACCEPTED,  false, 0, -60,    , false",
            "WAITING,   false, 0, -60,    , false",
            "WAITING,   false, 1, -60,    , true",
            "WAITING,   false, 1, -700,   , false",
            "SENT,      false, 1, -60,   9, false",
            "SENT,      false, 2, -60,   9, true",
            "SENT,      false, 2, 900,   9, true",
            "SENT,      false, 1, -60,    , true",
            "SENT,      false, 1, -700,   , false",
            "FAILED,    false, 1, -60,    , true",
            "FAILED,    false, 0, -60,    , false",
            "CANCELLED, false, 1, -60,    , true",
            "EXPIRED,   false, 1, -60,    , true"})
    void aMessageThatCouldAlsoBeMeantForbidsIt(State state, boolean doubt, int attempts, int secondsAfter, Long msgid, boolean forbids) {
        Candidate other = new Candidate("other", "T", Channel.SUBSCRIBE, state, doubt, attempts, SENT_AT.plusSeconds(secondsAfter), msgid);
        assertThat(matches(LOST, other)).isEqualTo(!forbids);
        assertThat(matches(LOST, new Candidate("other", "T2", Channel.SUBSCRIBE, state, doubt, attempts, other.claimedAt(), msgid))).as("of another template").isTrue();
    }

    @Test
    void aUserWithMoreThanCanBeLookedAtIsLeftToAPerson() {
        List<Candidate> many = new ArrayList<>(Collections.nCopies(PushMatch.MOST_OF_USER - 2, candidate("old", State.SENT, 1, (int) -Duration.ofDays(3).toSeconds())));
        many.add(LOST);
        assertThat(PushMatch.of(RESULT, many, 1)).contains(LOST);
        many.add(many.get(0));
        assertThat(PushMatch.of(RESULT, many, 1)).isEmpty();
    }
}
