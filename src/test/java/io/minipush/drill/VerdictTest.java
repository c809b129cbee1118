package io.minipush.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.minipush.drill.Verdict.Fault;
import io.minipush.simulator.AcceptedMessage;
import io.minipush.simulator.DefaultTemplates;
import io.minipush.simulator.FormKind;
import io.minipush.simulator.ReceivedMessage;
import io.minipush.simulator.SubscriptionReport;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final String USER = "o-1";
    private static final String OTHER = "o-2";
    private static final String PURSE = DefaultTemplates.PICKUP + " " + USER;

    /** One message m1 to o-1 with form f1, sent as it should be; each test spoils something. */
    private static final class Story {
        int messages = 1;
        final Map<String, String> accepted = new HashMap<>(Map.of("m1", "id1"));
        final Map<String, Evidence.Outcome> outcomes = new HashMap<>(Map.of("id1", outcome("sent")));
        final List<AcceptedMessage> platform = new ArrayList<>(List.of(message("m1", USER, "f1")));
        final Map<String, Collector.Issued> issued = new HashMap<>(Map.of("f1", new Collector.Issued("f1", USER, FormKind.FORM)));
        final List<String> free = new ArrayList<>();
        final List<Evidence.Tied> tied = new ArrayList<>();
        final Map<String, String> purses = new HashMap<>();
        final List<ReceivedMessage> received = new ArrayList<>();
        final List<SubscriptionReport> subscriptions = new ArrayList<>();
        final List<String> freeSubscriptions = new ArrayList<>();
        final List<String> tiedSubscriptions = new ArrayList<>();
        long cut;
        long orphaned;
        final List<String> waitingFor = new ArrayList<>();
        final Map<String, Long> breaches = new HashMap<>();
        long rows = 1;
        long notificationBooks;

        Verdict judged() {
            return Verdict.of(new Evidence(messages, accepted, outcomes, platform, issued,
                    new Subscribing(purses, received, subscriptions, cut, orphaned),
                    new Evidence.DatabaseView(rows, free, freeSubscriptions, tied, tiedSubscriptions, waitingFor, notificationBooks, 0), breaches, List.of()));
        }

        /** A subscribe message s1 to the user, who has accepted its template once, beside the first message. */
        Story subscribing(String state) {
            messages = 2;
            rows = 2;
            accepted.put("s1", "id-s1");
            state("id-s1", state);
            purses.put("s1", PURSE);
            return this;
        }

        Story receivedOnce() {
            received.add(subscribeMessage("s1"));
            return subscription(0, 1, 0);
        }

        Story subscription(long left, long used, long refused) {
            subscriptions.add(new SubscriptionReport("wx", USER, DefaultTemplates.PICKUP, left + used, left, used, 0, false, used, refused));
            return this;
        }

        void form(String id, FormKind kind) {
            issued.put(id, new Collector.Issued(id, USER, kind));
        }

        void state(String id, String state) {
            outcomes.put(id, outcome(state));
        }
    }

    private static Evidence.Outcome outcome(String state) {
        return new Evidence.Outcome(state, null, null, null);
    }

    private static AcceptedMessage message(String marker, String user, String form) {
        var data = CarefulClient.JSON.createObjectNode();
        data.putObject("keyword1").put("value", marker);
        return new AcceptedMessage(1, Instant.EPOCH, "wx", user, MessageKind.TEMPLATE.template, "index", form, null, data, true);
    }

    private static ReceivedMessage subscribeMessage(String marker) {
        var data = CarefulClient.JSON.createObjectNode();
        data.putObject("thing1").put("value", marker);
        return new ReceivedMessage(1, Instant.EPOCH, "1", "wx", USER, DefaultTemplates.PICKUP, "index", null, null, data, true, true);
    }

    private static void onlyFault(Story story, Fault fault) {
        Verdict verdict = story.judged();
        assertThat(verdict.passed()).isFalse();
        verdict.faults().forEach((kind, cases) -> assertThat(cases).as(kind.title).hasSize(kind == fault ? 1 : 0));
    }

    @Test
    void whatWentRightPasses() {
        assertThat(new Story().judged().faults()).allSatisfy((fault, cases) -> assertThat(cases).isEmpty());
        assertThat(new Story().judged().count("sent")).isEqualTo(1);
    }

    @Test
    void sentWithoutThePlatformHavingAcceptedItIsLost() {
        Story story = new Story();
        story.platform.clear();
        story.free.add("f1");
        onlyFault(story, Fault.LOST);
    }

    @Test
    void stillOnItsWayWhenAllIsOverIsLost() {
        Story story = new Story();
        story.platform.clear();
        story.state("id1", "sending");
        story.tied.add(new Evidence.Tied("f1", "id1"));
        onlyFault(story, Fault.LOST);
    }

    @Test
    void unknownToTheApiIsLost() {
        Story story = new Story();
        story.platform.clear();
        story.outcomes.put("id1", null);
        story.free.add("f1");
        onlyFault(story, Fault.LOST);
    }

    @Test
    void waitingWithoutACreditAndUncertainAreNotLost() {
        Story story = new Story();
        story.messages = 3;
        story.rows = 3;
        story.accepted.putAll(Map.of("m2", "id2", "m3", "id3"));
        story.state("id2", "waiting");
        story.waitingFor.add(OTHER);
        story.state("id3", "uncertain");
        story.form("f3", FormKind.PREPAY);
        story.platform.add(message("m3", USER, "f3"));
        story.tied.add(new Evidence.Tied("f3", "id3"));
        story.free.addAll(List.of("f3", "f3"));
        assertThat(story.judged().faults()).allSatisfy((fault, cases) -> assertThat(cases).isEmpty());
    }

    @Test
    void waitingBesideAFreeCreditIsAsleep() {
        Story story = new Story();
        story.messages = 2;
        story.rows = 2;
        story.accepted.put("m2", "id2");
        story.state("id2", "waiting");
        story.waitingFor.add(USER);
        story.form("f2", FormKind.FORM);
        story.free.add("f2");
        onlyFault(story, Fault.ASLEEP);
    }

    @Test
    void acceptedTwiceByThePlatformIsSentTwice() {
        Story story = new Story();
        story.form("f2", FormKind.FORM);
        story.platform.add(message("m1", USER, "f2"));
        onlyFault(story, Fault.SENT_TWICE);
    }

    @Test
    void failedAlthoughThePlatformAcceptedItIsToldWrong() {
        Story story = new Story();
        story.state("id1", "failed");
        onlyFault(story, Fault.TOLD_WRONG);
    }

    @Test
    void aFormIdOfAnotherUserIsUsedTwice() {
        Story story = new Story();
        story.platform.set(0, message("m1", OTHER, "f1"));
        onlyFault(story, Fault.USED_TWICE);
    }

    @Test
    void aFormIdThatWentNowhereIsWasted() {
        Story story = new Story();
        story.form("f2", FormKind.FORM);
        onlyFault(story, Fault.WASTED);
    }

    @Test
    void aUseOfAPaymentThatWentNowhereIsWasted() {
        Story story = new Story();
        story.form("p1", FormKind.PREPAY);
        story.free.addAll(List.of("p1", "p1"));
        onlyFault(story, Fault.WASTED);
    }

    @Test
    void aCreditTiedInDoubtIsNotWasted() {
        Story story = new Story();
        story.messages = 2;
        story.rows = 2;
        story.accepted.put("m2", "id2");
        story.state("id2", "uncertain");
        story.form("f2", FormKind.FORM);
        story.tied.add(new Evidence.Tied("f2", "id2"));
        assertThat(story.judged().passed()).isTrue();
    }

    @Test
    void aMessageThatNobodyEverAcceptedCounts() {
        Story story = new Story();
        story.messages = 2;
        onlyFault(story, Fault.NEVER_ACCEPTED);
    }

    @Test
    void aRowThatNobodyAskedForIsTakenInTwice() {
        Story story = new Story();
        story.rows = 2;
        onlyFault(story, Fault.TAKEN_IN_TWICE);
    }

    @Test
    void breachesAndBooksCount() {
        Story breach = new Story();
        breach.breaches.put("unknown_field", 1L);
        onlyFault(breach, Fault.BREACH);
        Story books = new Story();
        books.notificationBooks = -1;
        onlyFault(books, Fault.BOOKS);
    }

    @Test
    void aSubscribeMessageThatWentRightPasses() {
        assertThat(new Story().subscribing("sent").receivedOnce().judged().faults()).allSatisfy((fault, cases) -> assertThat(cases).isEmpty());
    }

    @Test
    void aSubscribeMessageReceivedTwiceIsSentTwice() {
        Story story = new Story().subscribing("sent").receivedOnce();
        story.received.add(subscribeMessage("s1"));
        onlyFault(story, Fault.SENT_TWICE);
    }

    @Test
    void aSubscribeMessageThatNobodyReceivedIsLost() {
        Story story = new Story().subscribing("sent").subscription(1, 0, 0);
        story.freeSubscriptions.add(PURSE);
        onlyFault(story, Fault.LOST);
    }

    @Test
    void uncertainWithACauseIsNoFaultAndTellsWhetherItArrived() {
        Story arrived = new Story().subscribing("uncertain").receivedOnce();
        arrived.cut = 1;
        arrived.tiedSubscriptions.add("id-s1");
        assertThat(arrived.judged().passed()).as("the platform has used the one that is tied").isTrue();
        assertThat(arrived.judged().uncertain()).containsExactly(new Verdict.Uncertain("s1", "id-s1", null, true));

        Story notArrived = new Story().subscribing("uncertain").subscription(1, 0, 0);
        notArrived.orphaned = 1;
        notArrived.tiedSubscriptions.add("id-s1");
        assertThat(notArrived.judged().passed()).as("the one that is tied is left on the platform").isTrue();
        assertThat(notArrived.judged().uncertain()).containsExactly(new Verdict.Uncertain("s1", "id-s1", null, false));
    }

    @Test
    void uncertainBeyondFaultsAndDeathsIsWithoutACause() {
        Story story = new Story().subscribing("uncertain").receivedOnce();
        story.tiedSubscriptions.add("id-s1");
        onlyFault(story, Fault.UNEXPLAINED);
    }

    @Test
    void aPostToAUserWhoAcceptedNothingIsWithoutASubscription() {
        onlyFault(new Story().subscribing("waiting").subscription(0, 0, 1), Fault.WITHOUT_CREDIT);
    }

    @Test
    void anAcceptanceThatIsNowhereIsWasted() {
        onlyFault(new Story().subscribing("waiting").subscription(1, 0, 0), Fault.SUBSCRIPTION_WASTED);
    }

    @Test
    void moreFreeThanTheUserAcceptedHasCountedTwice() {
        Story story = new Story().subscribing("sent").receivedOnce();
        story.freeSubscriptions.add(PURSE);
        onlyFault(story, Fault.INVENTED);
    }

    @Test
    void whatTheUserHasTakenBackIsNotWasted() {
        Story story = new Story().subscribing("waiting");
        story.subscriptions.add(new SubscriptionReport("wx", USER, DefaultTemplates.PICKUP, 1, 0, 0, 1, true, 0, 0));
        assertThat(story.judged().passed()).isTrue();
    }

    @Test
    void waitingBesideASubscriptionToItsTemplateIsAsleepAndBesideAFormIdIsNot() {
        Story story = new Story().subscribing("waiting").subscription(1, 0, 0);
        story.waitingFor.add(PURSE);
        story.form("f2", FormKind.FORM);
        story.free.add("f2");
        story.freeSubscriptions.add(PURSE);
        onlyFault(story, Fault.ASLEEP);

        story.freeSubscriptions.clear();
        story.subscriptions.clear();
        assertThat(story.judged().passed()).isTrue();
    }
}
