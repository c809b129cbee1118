package io.minipush.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The controls of the subscribe messages: the templates of an app, what its users agree to, and what they have received.
 *
 * <p>Safe for use by many threads. An appid that the platform does not know is an {@link IllegalArgumentException}.
 */
public final class SimulatedSubscriptions {
    /** So many templates a mini program may ask for at once. */
    private static final int MOST_AT_ONCE = 5;
    private final Supplier<World> worlds;

    SimulatedSubscriptions(Supplier<World> worlds) {
        this.worlds = worlds;
    }

    /** Sets the templates of an app, in place of {@link DefaultTemplates#ALL} or of those that were set before. */
    public void templates(String appid, List<SubscribeTemplate> templates) {
        worlds.get().appNamed(appid).subscribe.templates(templates);
    }

    /** The templates that the app has now. */
    public List<SubscribeTemplate> templates(String appid) {
        return worlds.get().appNamed(appid).subscribe.templates();
    }

    /** The user accepts one template once, as in {@link #request}. */
    public SubscribeAnswer accept(String appid, String openid, String templateId) {
        return request(appid, openid, List.of(templateId), List.of());
    }

    /**
     * The mini program asks by {@code wx.requestSubscribeMessage} for these templates, and the user taps. Each accept is good for
     * one message of a one-time template, and they add up; a reject makes those granted before worth nothing.
     *
     * @return what the mini program's code is given
     */
    public SubscribeAnswer request(String appid, String openid, Collection<String> accept, Collection<String> reject) {
        if (openid == null || openid.isBlank()) {
            throw new IllegalArgumentException("an openid is not empty");
        }
        World here = worlds.get();
        App app = here.appNamed(appid);
        here.addUser(app, openid);
        String eventId = here.ids.event();
        Set<String> asked = new LinkedHashSet<>(accept);
        if (reject.stream().anyMatch(asked::contains)) {
            throw new IllegalArgumentException("nobody accepts and rejects the same template in one popup");
        }
        asked.addAll(reject);
        int errCode = mistake(app, asked);
        if (errCode != 0) {
            return SubscribeAnswer.failed(openid, eventId, errCode);
        }
        Map<String, String> choices = choices(app, asked, Set.copyOf(accept));
        Subscriber user = app.subscribe.subscriber(openid);
        choices.forEach((template, choice) -> {
            switch (choice) {
                case SubscribeAnswer.ACCEPT -> user.to(template).accept();
                case SubscribeAnswer.REJECT -> user.to(template).refuse();
                default -> { }
            }
        });
        Map<String, String> shown = new LinkedHashMap<>(choices);
        shown.values().removeIf(SubscribeAnswer.FILTER::equals);
        here.pushes.popup(appid, openid, user.nextEventSecond(here.now() / 1000), shown);
        return SubscribeAnswer.of(openid, eventId, choices);
    }

    /** In the settings of the mini program the user switches a template off. What was accepted before is worth nothing any more,
     *  until the user accepts again. */
    public void switchOff(String appid, String openid, String templateId) {
        World here = worlds.get();
        App app = here.appNamed(appid);
        if (app.subscribe.template(templateId) == null) {
            throw new IllegalArgumentException("the app has no such template");
        }
        here.addUser(app, openid);
        Subscriber user = app.subscribe.subscriber(openid);
        user.to(templateId).refuse();
        here.pushes.change(appid, openid, user.nextEventSecond(here.now() / 1000), templateId);
    }

    /**
     * The subscribe messages in the order of their acceptance: what each user has really received.
     *
     * @param appid null for all apps
     * @param from  the first number wanted; numbers begin at 1 and count over all apps
     */
    public List<ReceivedMessage> messages(String appid, long from) {
        World here = worlds.get();
        if (appid != null) {
            here.appNamed(appid);
        }
        return here.received.from(from, appid).stream().map(SubscribeEntry::received).toList();
    }

    /** Each user and template that was accepted, rejected, or tried by the client. @param appid null for all apps */
    public List<SubscriptionReport> subscriptions(String appid) {
        World here = worlds.get();
        Stream<App> apps = appid == null ? here.allApps().stream() : Stream.of(here.appNamed(appid));
        return apps.flatMap(app -> app.subscribe.report(app.appid)).toList();
    }

    /** How many messages of the template the user can be sent; for a long-term one this tells nothing. */
    public long left(String appid, String openid, String templateId) {
        Subscription known = worlds.get().appNamed(appid).subscribe.known(openid, templateId);
        return known == null ? 0 : known.report(appid, openid).left();
    }

    /** The mini program's own mistakes, by the codes that its code is given; 0 if there is none. */
    private static int mistake(App app, Set<String> asked) {
        List<SubscribeTemplate> templates = new ArrayList<>();
        for (String id : asked) {
            SubscribeTemplate template = app.subscribe.template(id);
            if (template == null) {
                return SubscribeAnswer.NO_SUCH_TEMPLATE;
            }
            templates.add(template);
        }
        if (asked.isEmpty()) {
            return SubscribeAnswer.NO_SUCH_TEMPLATE;
        }
        if (asked.size() > MOST_AT_ONCE) {
            return SubscribeAnswer.TOO_MANY;
        }
        return templates.stream().mapToInt(SubscribeTemplate::type).distinct().count() > 1 ? SubscribeAnswer.MIXED_TYPES : 0;
    }

    /** Of several templates with one title the platform shows the first only. */
    private static Map<String, String> choices(App app, Set<String> asked, Set<String> accepted) {
        Set<String> titles = new LinkedHashSet<>();
        Map<String, String> choices = new LinkedHashMap<>();
        for (String id : asked) {
            boolean shown = titles.add(app.subscribe.template(id).title());
            choices.put(id, !shown ? SubscribeAnswer.FILTER
                    : accepted.contains(id) ? SubscribeAnswer.ACCEPT : SubscribeAnswer.REJECT);
        }
        return choices;
    }
}
