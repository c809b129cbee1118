package io.minipush.dispatch;

import io.minipush.platform.Answer;

/** How one try to send ended, as far as this node knows. */
public sealed interface Ending {

    /** The platform answered. */
    record Answered(Answer answer) implements Ending {
    }

    /** It was posted and no readable answer came: it may have arrived. */
    record Unanswered(String reason) implements Ending {
    }

    /** Nothing left this node: connection refused, no token, a route that failed before the post. */
    record NeverPosted(String reason) implements Ending {
    }

    /** Given back on purpose before the post, as at a shutdown. */
    record Released() implements Ending {
    }

    /** The node that had it fell silent: it may have posted. */
    record SenderDied() implements Ending {
    }

    /** The claim found it past its {@code expires_at}. */
    record PastItsEnd() implements Ending {
    }

    /** The claim found no credit, and the producer asked not to wait for one. */
    record NoCredit() implements Ending {
    }
}
