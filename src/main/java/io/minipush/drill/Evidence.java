package io.minipush.drill;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.minipush.simulator.AcceptedMessage;

/**
 * All that is known when a drill is over, from every side that knows something.
 *
 * @param messages    how many the producers had to hand in
 * @param accepted    what the producers were told: marker to id
 * @param outcomes    what the gateway's API says of each of these ids; null for one that it does not know
 * @param platform    the template messages that the platform accepted, in its order
 * @param issued      the ids that the platform issued
 * @param subscribing the same of subscribe messages
 * @param database    what the tables hold
 * @param breaches    of the platform's rules, by their kind
 * @param complaints  answers that no client should have got, and processes that ended by themselves
 */
record Evidence(int messages, Map<String, String> accepted, Map<String, Outcome> outcomes, List<AcceptedMessage> platform,
        Map<String, Collector.Issued> issued, Subscribing subscribing, DatabaseView database, Map<String, Long> breaches, List<String> complaints) {

    /** The end of one notification, or where it stands. */
    record Outcome(String state, String evidence, Integer errcode, String reason) {
    }

    /**
     * @param rows              notifications
     * @param free              the formId of each free use
     * @param freeSubscriptions the purse of each free subscription
     * @param tied              the formIds on notifications
     * @param tiedSubscriptions the notifications with a subscription on them
     * @param waitingFor        the purse that each waiting notification wants a credit from
     * @param notificationBooks taken in less what is there or archived; 0 when they balance
     * @param creditBooks       uses collected less what is there, used, refused or expired; 0 when they balance
     */
    record DatabaseView(long rows, List<String> free, List<String> freeSubscriptions, List<Tied> tied, List<String> tiedSubscriptions,
            List<String> waitingFor, long notificationBooks, long creditBooks) {
    }

    /** A formId on a notification. */
    record Tied(String formId, String notification) {
    }

    /** By what the platform's message can be told. */
    static String marker(AcceptedMessage message) {
        return MessageKind.markerIn(message.templateId(), message.data());
    }

    /** How often the platform accepted each message, by its marker. */
    Map<String, Integer> deliveries() {
        Map<String, Integer> deliveries = new HashMap<>();
        platform.forEach(message -> deliveries.merge(marker(message), 1, Integer::sum));
        subscribing.received().forEach(message -> deliveries.merge(MessageKind.markerIn(message.templateId(), message.data()), 1, Integer::sum));
        return deliveries;
    }
}
