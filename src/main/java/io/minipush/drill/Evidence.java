package io.minipush.drill;

import java.util.List;
import java.util.Map;

import io.minipush.simulator.AcceptedMessage;

/**
 * All that is known when a drill is over, from every side that knows something.
 *
 * @param messages    how many the producers had to hand in
 * @param accepted    what the producers were told: marker to id
 * @param outcomes    what the gateway's API says of each of these ids; null for one that it does not know
 * @param platform    what the platform accepted, in its order
 * @param issued      the ids that the platform issued
 * @param database    what the tables hold
 * @param breaches    of the platform's rules, by their kind
 * @param complaints  answers that no client should have got, and processes that ended by themselves
 */
record Evidence(int messages, Map<String, String> accepted, Map<String, Outcome> outcomes, List<AcceptedMessage> platform,
        Map<String, Collector.Issued> issued, DatabaseView database, Map<String, Long> breaches, List<String> complaints) {

    /** The end of one notification, or where it stands. */
    record Outcome(String state, String evidence, Integer errcode, String reason) {
    }

    /**
     * @param rows              notifications
     * @param free              the formId of each free use
     * @param tied              the credits on notifications
     * @param waitingUsers      the user of each waiting notification
     * @param notificationBooks taken in less what is there or archived; 0 when they balance
     * @param creditBooks       uses collected less what is there, used, refused or expired; 0 when they balance
     */
    record DatabaseView(long rows, List<String> free, List<Tied> tied, List<String> waitingUsers, long notificationBooks, long creditBooks) {
    }

    /** A credit on a notification. */
    record Tied(String formId, String notification) {
    }

    /** By what the platform's message can be told. */
    static String marker(AcceptedMessage message) {
        return message.data() == null ? "" : message.data().path("keyword1").path("value").asText();
    }
}
