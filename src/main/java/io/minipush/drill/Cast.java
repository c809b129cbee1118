package io.minipush.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minipush.simulator.FormKind;

/**
 * Who gets which message in a drill, and which credits each user must have for it: as many uses as messages, and a few more
 * that have to be left over in the end. All of it follows from the seed.
 */
final class Cast {

    /** @param marker stands in {@code keyword1}: by it a message is known on the platform */
    record Message(String marker, String openid) {

        /** As a producer hands it in. */
        ObjectNode json() {
            ObjectNode json = CarefulClient.JSON.createObjectNode()
                    .put("touser", openid)
                    .put("template_id", "template-of-the-drill")
                    .put("page", "pages/index?m=" + marker)
                    .put("reference", marker);
            json.putObject("data").putObject("keyword1").put("value", marker);
            return json;
        }
    }

    /** One id of one kind that the user is going to get. */
    record Submit(String openid, FormKind kind) {
    }

    private final List<Message> messages = new ArrayList<>();
    private final List<Submit> submits = new ArrayList<>();

    Cast(DrillPlan plan) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        int[] wanted = new int[plan.users()];
        for (int i = 0; i < plan.messages(); i++) {
            int user = random.nextInt(plan.users());
            wanted[user]++;
            messages.add(new Message("m%08d".formatted(i), openid(user)));
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
}
