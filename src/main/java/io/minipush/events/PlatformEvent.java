package io.minipush.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.minipush.json.Digests;

/** Something that the platform told by itself, as far as it matters to the gateway. */
public sealed interface PlatformEvent {

    String POPUP = "subscribe_msg_popup_event";
    String CHANGE = "subscribe_msg_change_event";
    String SENT = "subscribe_msg_sent_event";

    /** The platform's name of it, for the three that matter; {@code other} for all else. */
    String name();

    /** Something of a user, at a time. */
    sealed interface Dated extends PlatformEvent {

        String openid();

        /** When, to the second. */
        Instant at();
    }

    /**
     * A user answered a request for subscriptions, or took back some in the settings of the mini program.
     *
     * @param accepted template ids, each as often as it was accepted
     */
    record Answered(String name, String openid, Instant at, List<String> accepted, List<String> rejected) implements Dated {

        public Answered {
            accepted = List.copyOf(accepted);
            rejected = List.copyOf(rejected);
        }
    }

    /** What became of messages that the platform had taken. */
    record Sent(String openid, Instant at, List<PushResult> results) implements Dated {

        public Sent {
            results = List.copyOf(results);
        }

        @Override
        public String name() {
            return SENT;
        }
    }

    /** None of the gateway's business. */
    record Other() implements PlatformEvent {

        @Override
        public String name() {
            return "other";
        }
    }

    /**
     * Under which name the event is remembered: the same for each repeat of it, and another for every other one, also if one user causes
     * two in the same second. Two that are alike in all of it cannot be told from a repeat.
     */
    default String key(String appId) {
        List<String> parts = new ArrayList<>(List.of(appId, name()));
        if (this instanceof Dated dated) {
            parts.add(dated.openid());
            parts.add(Long.toString(dated.at().getEpochSecond()));
        }
        says().sorted().forEach(parts::add);
        return Digests.ofAll(parts);
    }

    private Stream<String> says() {
        if (this instanceof Answered answered) {
            return Stream.concat(answered.accepted().stream().map("accept "::concat), answered.rejected().stream().map("reject "::concat));
        }
        if (this instanceof Sent sent) {
            return sent.results().stream().map(result -> result.msgid() + " " + result.push());
        }
        return Stream.empty();
    }
}
