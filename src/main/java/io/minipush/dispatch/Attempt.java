package io.minipush.dispatch;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.cluster.Node;
import io.minipush.platform.Answer;
import io.minipush.platform.AnswerClass;
import io.minipush.platform.Call;

/**
 * One try to send a claimed notification: what the route may do with it, and what it did. It carries the permit for one post;
 * replacing a refused token grants one more.
 *
 * <p>The dispatcher keeps the attempt itself and settles from it alone, so no route can lose it. Thread-safe: a route may hand
 * copies of its exchange to other threads.
 */
public final class Attempt {

    /** The exchange variable that carries it. */
    public static final String VARIABLE = "attempt";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {
    };

    private final ClaimedNotification notification;
    private final Node node;
    private final int life;
    private final Call call;
    private final Clock clock;
    private final boolean probe;

    private int permits = 1;
    private boolean onceMoreGranted;
    private boolean posted;
    private Ending ending;
    private boolean closed;
    private Duration took = Duration.ZERO;

    /**
     * @param call     how it leaves: where its post may go, and nowhere else
     * @param clock    past the notification's end nothing is posted any more
     * @param probe    whether the app is only being tried again after a pause
     */
    public Attempt(ClaimedNotification notification, Node node, Call call, Clock clock, boolean probe) {
        this.notification = notification;
        this.node = node;
        this.life = node.life();
        this.call = call;
        this.clock = clock;
        this.probe = probe;
    }

    public ClaimedNotification notification() {
        return notification;
    }

    public String getAppId() {
        return notification.appId();
    }

    public String getNotificationId() {
        return notification.id();
    }

    /** The platform's address, with which a send route may begin its URL. */
    public URI getPlatformUrl() {
        return call.host();
    }

    Call call() {
        return call;
    }

    public boolean isProbe() {
        return probe;
    }

    /** Whether the producer does not want it sent any more. */
    public boolean isTooLate() {
        return !notification.expiresAt().isAfter(clock.instant());
    }

    /** The platform's message, still without the formId that a template message needs. */
    public Map<String, Object> getMessage() {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("touser", notification.touser());
        message.put("template_id", notification.templateId());
        try {
            message.putAll(JSON.readValue(notification.message(), OBJECT));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored message of notification " + notification.id() + " is not JSON");
        }
        return message;
    }

    /** The reserved formId. */
    public String getFormId() {
        return notification.credit().orElseThrow().formId();
    }

    /** Whether the last answer refused the access token, so that a fresh one is worth one more post. */
    public synchronized boolean isTokenRefused() {
        return !onceMoreGranted && ending instanceof Ending.Answered answered
                && answered.answer().meaning() == AnswerClass.TOKEN;
    }

    /** Allows one more post, once, after the refused token was replaced. */
    public synchronized void grantOneMore() {
        if (isTokenRefused()) {
            onceMoreGranted = true;
            permits = 1;
        }
    }

    /**
     * Uses the permit up.
     *
     * @throws PostRefused if there is none left, the node may no longer post, or the post would go elsewhere
     */
    public synchronized void beginPost(URI target) throws PostRefused {
        if (closed) {
            throw new PostRefused("the attempt is over");
        }
        if (!call.host().getScheme().equals(target.getScheme()) || !call.host().getAuthority().equals(target.getAuthority())) {
            throw new PostRefused("it would go to " + target.getAuthority() + " instead of the app's platform");
        }
        if (!node.mayPost(life)) {
            throw new PostRefused("this node has been silent for too long to still own the claim");
        }
        if (isTooLate()) {
            throw new PostRefused("its time is over");
        }
        if (permits == 0) {
            throw new PostRefused("one claim may post once");
        }
        permits--;
        posted = true;
        ending = null;
    }

    /** The permitted post failed in a way that proves that nothing reached the platform. */
    public synchronized void neverLeft(String reason) {
        posted = false;
        ending = new Ending.NeverPosted(reason);
    }

    /** The permitted post failed otherwise. */
    public synchronized void cut(String reason) {
        if (ending == null) {
            ending = new Ending.Unanswered(reason);
        }
    }

    /** The permitted post came back after so long; what with is for the next step to read. */
    public synchronized void took(Duration duration) {
        took = duration;
    }

    public synchronized Duration took() {
        return took;
    }

    /** The platform answered the permitted post. */
    public synchronized void answered(Answer answer) {
        if (posted && ending == null) {
            ending = new Ending.Answered(answer);
        }
    }

    /**
     * Ends the attempt: no post is permitted any more.
     *
     * @param otherwise the ending if nothing was posted
     * @return how it ended; null if it was closed before
     */
    public synchronized Ending close(Ending otherwise) {
        if (closed) {
            return null;
        }
        closed = true;
        if (ending != null) {
            return ending;
        }
        return posted ? new Ending.Unanswered("no_answer_read") : otherwise;
    }

    @Override
    public String toString() {
        return "Attempt[" + notification.id() + " of " + notification.appId() + "]";
    }
}
