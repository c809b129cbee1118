package io.minipush.drill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.simulator.FormKind;

/**
 * Who gets which message in a drill, and which credits each user must have for it: as many uses or acceptances as messages, and a
 * few more that have to be left over in the end. All of it follows from the seed.
 */
final class Cast {

    /** So many of a hundred subscribe messages are of a long-term template. */
    private static final int LONG_TERM = 20;

    /** @param marker stands in the data: by it a message is known on the platform */
    record Message(String marker, String openid, MessageKind kind) {

        /** As a producer hands it in. */
        ObjectNode json() {
            ObjectNode json = CarefulClient.JSON.createObjectNode()
                    .put("touser", openid)
                    .put("page", "pages/index?m=" + marker)
                    .put("reference", marker);
            kind.writeTo(json, marker);
            return json;
        }
    }

    /** The user is going to accept the template, once. */
    record Acceptance(String openid, String template) {
    }

    /** One id of one kind that the user is going to get. */
    record Submit(String openid, FormKind kind) {
    }

    private final List<Message> messages = new ArrayList<>();
    private final List<Submit> submits = new ArrayList<>();
    private final List<Acceptance> acceptances = new ArrayList<>();

    Cast(DrillPlan plan) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        // Dice of their own: who gets which message is the same with and without subscriptions.
        SplittableRandom kinds = new SplittableRandom(~plan.seed());
        int[] wanted = new int[plan.users()];
        for (int i = 0; i < plan.messages(); i++) {
            int user = random.nextInt(plan.users());
            MessageKind kind = kind(plan, kinds);
            messages.add(new Message("m%08d".formatted(i), openid(user), kind));
            if (!kind.isSubscribe()) {
                wanted[user]++;
            } else if (kind.needsSubscription()) {
                // Now and then one more than needed, to be left over.
                int times = kinds.nextInt(10) == 0 ? 2 : 1;
                acceptances.addAll(Collections.nCopies(times, new Acceptance(openid(user), kind.template)));
            }
        }
        for (int user = 0; user < plan.users(); user++) {
            int uses = wanted[user] + (random.nextInt(10) == 0 ? 1 : 0);
            while (uses > 0) {
                FormKind kind = random.nextInt(100) < plan.prepayPercent() ? FormKind.PREPAY : FormKind.FORM;
                submits.add(new Submit(openid(user), kind));
                uses -= kind.uses();
            }
        }
        shuffle(submits, random);
        shuffle(acceptances, kinds);
    }

    private static MessageKind kind(DrillPlan plan, SplittableRandom dice) {
        if (dice.nextInt(100) >= plan.subscribePercent()) {
            return MessageKind.TEMPLATE;
        }
        return dice.nextInt(100) < LONG_TERM ? MessageKind.CLINIC : dice.nextBoolean() ? MessageKind.PICKUP : MessageKind.ORDER;
    }

    private static String openid(int user) {
        return "o-drill-%06d".formatted(user);
    }

    private static <T> void shuffle(List<T> list, SplittableRandom random) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T swapped = list.set(i, list.get(j));
            list.set(j, swapped);
        }
    }

    List<Message> messages() {
        return messages;
    }

    List<Submit> submits() {
        return submits;
    }

    List<Acceptance> acceptances() {
        return acceptances;
    }
}
