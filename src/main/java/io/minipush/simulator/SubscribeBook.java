package io.minipush.simulator;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The subscribe templates of one app and who has agreed to what. */
final class SubscribeBook {
    private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();
    private volatile List<SubscribeTemplate> templates = DefaultTemplates.ALL;

    List<SubscribeTemplate> templates() {
        return templates;
    }

    void templates(List<SubscribeTemplate> all) {
        templates = List.copyOf(all);
    }

    /** @return null if the app has no such template */
    SubscribeTemplate template(String id) {
        return templates.stream().filter(one -> one.priTmplId().equals(id)).findFirst().orElse(null);
    }

    Subscriber subscriber(String openid) {
        return subscribers.computeIfAbsent(openid, Subscriber::new);
    }

    /** @return null if the user was never asked for the template, nor sent a message of it */
    Subscription known(String openid, String templateId) {
        Subscriber user = subscribers.get(openid);
        return user == null ? null : user.subscriptions.get(templateId);
    }

    Stream<SubscriptionReport> report(String appid) {
        return subscribers.values().stream()
                .flatMap(user -> user.subscriptions.values().stream().map(one -> one.report(appid, user.openid)));
    }
}
