package io.minipush.drill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.minipush.simulator.AcceptedMessage;

/**
 * The judgement on a drill: what must be 0, and examples of what is not.
 *
 * @param states    how many accepted notifications the API shows in each state
 * @param uncertain of each uncertain one whether the platform has it: what a person would have to find out
 * @param faults    every kind of fault that is looked for, with its cases; all empty after a drill that was passed
 */
record Verdict(Map<String, Integer> states, List<Uncertain> uncertain, Map<Fault, List<String>> faults) {

    /** @param arrived whether the platform had accepted it */
    record Uncertain(String marker, String id, String reason, boolean arrived) {
    }


    /** What must not be. */
    enum Fault {
        LOST("lost", "accepted, but in no end state, not waiting and not uncertain, or 'sent' although the platform never accepted it"),
        SENT_TWICE("sent twice", "accepted by the platform more than once"),
        TOLD_WRONG("told wrong", "waiting, failed or expired although the platform accepted it"),
        NEVER_ACCEPTED("never accepted", "handed in, and no answer ever said that it was accepted"),
        TAKEN_IN_TWICE("taken in twice", "rows beyond what was handed in"),
        ASLEEP("asleep beside a free credit", "waiting although a credit for it is free"),
        USED_TWICE("formIds used twice", "or for another user"),
        WASTED("formIds wasted", "issued, not used on the platform, and neither free nor tied"),
        WITHOUT_CREDIT("posts without a subscription", "to users who had accepted nothing, or not so often"),
        SUBSCRIPTION_WASTED("subscriptions wasted", "accepted, not used on the platform, and neither free nor tied"),
        INVENTED("subscriptions counted twice", "free or tied beyond what the user accepted"),
        UNEXPLAINED("uncertain without a cause", "more of them than posts that met a fault, and that killed nodes can have had"),
        BREACH("breaches of the platform's rules", ""),
        BOOKS("books do not balance", ""),
        COMPLAINT("complaints", "answers that no client should get, processes that died by themselves");

        final String title;
        final String meaning;

        Fault(String title, String meaning) {
            this.title = title;
            this.meaning = meaning;
        }
    }

    private static final Set<String> ON_THE_WAY = Set.of("accepted", "sending");
    private static final Set<String> CLAIMS_NOT_SENT = Set.of("waiting", "failed", "expired", "cancelled");

    static Verdict of(Evidence evidence) {
        Map<Fault, List<String>> faults = new LinkedHashMap<>();
        for (Fault fault : Fault.values()) {
            faults.put(fault, new ArrayList<>());
        }
        Map<String, Integer> states = new TreeMap<>();
        List<Uncertain> uncertain = new ArrayList<>();
        Map<String, Integer> deliveries = evidence.deliveries();
        deliveries.forEach((marker, times) -> {
            if (times > 1) {
                faults.get(Fault.SENT_TWICE).add(marker + ": " + times + " times");
            }
        });
        evidence.accepted().forEach((marker, id) -> {
            Evidence.Outcome outcome = evidence.outcomes().get(id);
            String state = outcome == null ? "unknown to the API" : outcome.state();
            states.merge(state, 1, Integer::sum);
            boolean delivered = deliveries.containsKey(marker);
            if (outcome == null || ON_THE_WAY.contains(state) || state.equals("sent") && !delivered) {
                faults.get(Fault.LOST).add(marker + " (" + id + ") is " + state + (delivered ? ", the platform accepted it" : ", never accepted by the platform"));
            }
            if (state.equals("uncertain")) {
                uncertain.add(new Uncertain(marker, id, outcome.reason(), delivered));
            }
            if (delivered && CLAIMS_NOT_SENT.contains(state)) {
                faults.get(Fault.TOLD_WRONG).add(marker + " (" + id + ") is " + outcome);
            }
        });
        add(faults.get(Fault.NEVER_ACCEPTED), evidence.messages() - evidence.accepted().size(), "message(s) without an answer");
        add(faults.get(Fault.NEVER_ACCEPTED), evidence.accepted().size() - Set.copyOf(evidence.accepted().values()).size(), "message(s) that share an id");
        add(faults.get(Fault.TAKEN_IN_TWICE), evidence.database().rows() - evidence.messages(), "row(s) too many");
        faults.get(Fault.ASLEEP).addAll(asleep(evidence));
        faults.get(Fault.USED_TWICE).addAll(usedTwice(evidence));
        faults.get(Fault.WASTED).addAll(wasted(evidence));
        SubscriptionFaults subscriptions = new SubscriptionFaults(evidence, deliveries.keySet());
        faults.get(Fault.WITHOUT_CREDIT).addAll(subscriptions.withoutCredit());
        faults.get(Fault.SUBSCRIPTION_WASTED).addAll(subscriptions.wasted());
        faults.get(Fault.INVENTED).addAll(subscriptions.invented());
        faults.get(Fault.UNEXPLAINED).addAll(subscriptions.unexplained());
        evidence.breaches().forEach((kind, count) -> add(faults.get(Fault.BREACH), count, kind));
        add(faults.get(Fault.BOOKS), Math.abs(evidence.database().notificationBooks()), "notification(s) apart");
        add(faults.get(Fault.BOOKS), Math.abs(evidence.database().creditBooks()), "use(s) of credits apart");
        faults.get(Fault.COMPLAINT).addAll(evidence.complaints());
        uncertain.sort(Comparator.comparing(Uncertain::marker));
        return new Verdict(states, uncertain, faults);
    }

    /** One case for each counted, so that the number of cases is the number of faults. */
    private static void add(List<String> cases, long count, String what) {
        for (long i = 1; i <= count; i++) {
            cases.add(i == 1 ? count + " " + what : what);
        }
    }

    private static List<String> asleep(Evidence evidence) {
        Set<String> filled = new HashSet<>(evidence.database().freeSubscriptions());
        evidence.database().free().forEach(form -> {
            Collector.Issued issued = evidence.issued().get(form);
            if (issued != null) {
                // FormIds lie in a purse that has the user's name.
                filled.add(issued.openid());
            }
        });
        List<String> cases = new ArrayList<>();
        evidence.database().waitingFor().forEach(purse -> {
            if (filled.contains(purse)) {
                cases.add("a message for " + purse);
            }
        });
        return cases;
    }

    private static List<String> usedTwice(Evidence evidence) {
        List<String> cases = new ArrayList<>();
        Map<String, Integer> uses = new HashMap<>();
        for (AcceptedMessage message : evidence.platform()) {
            Collector.Issued issued = evidence.issued().get(message.formId());
            if (issued == null || !issued.openid().equals(message.touser())) {
                cases.add(Evidence.marker(message) + " went out with a formId of somebody else");
            } else if (uses.merge(message.formId(), 1, Integer::sum) > issued.kind().uses()) {
                cases.add(Evidence.marker(message) + " went out with a formId that was used up");
            }
        }
        return cases;
    }

    private static List<String> wasted(Evidence evidence) {
        Map<String, Integer> accounted = new HashMap<>();
        Map<String, String> idByMarker = evidence.accepted();
        Set<String> burnt = new HashSet<>();
        for (AcceptedMessage message : evidence.platform()) {
            accounted.merge(message.formId(), 1, Integer::sum);
            burnt.add(message.formId() + " " + idByMarker.get(Evidence.marker(message)));
        }
        evidence.database().free().forEach(form -> accounted.merge(form, 1, Integer::sum));
        // A credit in doubt whose post did arrive is the one that the platform counts already.
        Predicate<Evidence.Tied> counted = tied -> burnt.contains(tied.formId() + " " + tied.notification());
        evidence.database().tied().stream().filter(counted.negate()).forEach(tied -> accounted.merge(tied.formId(), 1, Integer::sum));
        List<String> cases = new ArrayList<>();
        evidence.issued().values().forEach(issued -> {
            for (int i = accounted.getOrDefault(issued.formId(), 0); i < issued.kind().uses(); i++) {
                cases.add("one of " + issued.openid());
            }
        });
        return cases;
    }

    /** Whether nothing of what must not be was found. */
    boolean passed() {
        return faults.values().stream().allMatch(List::isEmpty);
    }

    int count(Fault fault) {
        return faults.get(fault).size();
    }

    int count(String state) {
        return states.getOrDefault(state, 0);
    }
}
