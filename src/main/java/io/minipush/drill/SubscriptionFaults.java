package io.minipush.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.minipush.simulator.SubscriptionReport;

/** The part of a verdict that is about subscriptions: what users accepted, held against what the gateway has. */
final class SubscriptionFaults {

    private final Evidence evidence;
    /** The markers that the platform accepted. */
    private final Set<String> delivered;

    SubscriptionFaults(Evidence evidence, Set<String> delivered) {
        this.evidence = evidence;
        this.delivered = delivered;
    }

    /** Posts that the platform had to refuse, since the user had accepted nothing. */
    List<String> withoutCredit() {
        List<String> cases = new ArrayList<>();
        for (SubscriptionReport one : evidence.subscribing().subscriptions()) {
            for (long i = 0; i < one.refused(); i++) {
                cases.add("one to " + one.openid());
            }
        }
        return cases;
    }

    /** Acceptances that are good on the platform, and neither free in the gateway nor tied to a message that has not arrived. */
    List<String> wasted() {
        return apart(1);
    }

    /** Credits that the gateway has beyond what the user accepted: something counted twice. */
    List<String> invented() {
        return apart(-1);
    }

    private List<String> apart(int direction) {
        List<String> cases = new ArrayList<>();
        balances().forEach((purse, balance) -> {
            for (long i = 0; i < direction * balance; i++) {
                cases.add("one of " + purse.substring(purse.indexOf(' ') + 1));
            }
        });
        return cases;
    }

    /** For each purse what is left on the platform, less what the gateway thinks is left. */
    private Map<String, Long> balances() {
        Map<String, Long> balances = new TreeMap<>();
        evidence.subscribing().subscriptions().forEach(one -> balances.put(Subscribing.purse(one.openid(), one.templateId()), one.left()));
        evidence.database().freeSubscriptions().forEach(purse -> balances.merge(purse, -1L, Long::sum));
        Map<String, String> markers = new HashMap<>();
        evidence.accepted().forEach((marker, id) -> markers.put(id, marker));
        for (String notification : evidence.database().tiedSubscriptions()) {
            String marker = markers.get(notification);
            // What did arrive has used its subscription on the platform.
            if (marker != null && !delivered.contains(marker)) {
                balances.merge(evidence.subscribing().purses().get(marker), -1L, Long::sum);
            }
        }
        return balances;
    }

    /** Doubts that neither a fault nor the end of a sender explains. */
    List<String> unexplained() {
        Set<String> subscribing = new HashSet<>();
        evidence.accepted().forEach((marker, id) -> {
            if (evidence.subscribing().purses().containsKey(marker)) {
                subscribing.add(id);
            }
        });
        List<String> uncertain = evidence.outcomes().entrySet().stream()
                .filter(one -> one.getValue() != null && one.getValue().state().equals("uncertain") && subscribing.contains(one.getKey()))
                .map(one -> one.getKey() + ": " + one.getValue().reason()).sorted().toList();
        long most = evidence.subscribing().cut() + evidence.subscribing().orphaned();
        return uncertain.size() <= most ? List.of() : uncertain.subList((int) most, uncertain.size());
    }
}
