package io.minipush.simulator;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One mini program as the platform sees it. */
final class App {
    final String appid;
    final AppTokens tokens;
    final AppScore score = new AppScore();
    final SubscribeBook subscribe = new SubscribeBook();
    /** Null if any secret is good. */
    private volatile String secret;
    private final Map<Api, Quota> quotas = new EnumMap<>(Api.class);
    private final Set<String> openids = ConcurrentHashMap.newKeySet();
    private final Map<String, String> templates = new ConcurrentHashMap<>();
    private final Map<String, String> seenTemplates = new ConcurrentHashMap<>();
    /** What the platform answers to a call that it no longer offers this app. */
    private final Map<Api, Integer> withdrawn = new ConcurrentHashMap<>();
    private final Set<String> badPages = ConcurrentHashMap.newKeySet();

    App(String appid, String secret, World world) {
        this.appid = appid;
        this.secret = secret;
        this.tokens = new AppTokens(this, world);
        for (Api api : Api.values()) {
            QuotaLimits limits = world.limits(api);
            quotas.put(api, new Quota(limits.perDay(), limits.perMinute()));
        }
        world.withdrawn().forEach(this::withdraw);
    }

    Quota quota(Api api) {
        return quotas.get(api);
    }

    String secret() {
        return secret;
    }

    void secret(String newSecret) {
        secret = newSecret;
    }

    /** @param errcode 0 offers the call again */
    void withdraw(Api api, int errcode) {
        if (errcode == 0) {
            withdrawn.remove(api);
        } else {
            withdrawn.put(api, errcode);
        }
    }

    void checkOffered(Api api) {
        Integer errcode = withdrawn.get(api);
        if (errcode != null) {
            throw new Refusal(errcode);
        }
    }

    void addUser(String openid) {
        openids.add(openid);
    }

    void addTemplates(Collection<String> ids) {
        ids.forEach(id -> templates.put(id, id));
    }

    void addBadPages(Collection<String> pages) {
        badPages.addAll(pages);
    }

    void checkTemplate(String id) {
        if (id == null || id.isEmpty() || (!templates.isEmpty() && !templates.containsKey(id))) {
            throw new Refusal(40037);
        }
    }

    void checkUser(String openid) {
        if (openid == null || !openids.contains(openid)) {
            throw new Refusal(40003);
        }
    }

    void checkPage(String page, boolean strict) {
        if (page == null) {
            return;
        }
        int query = page.indexOf('?');
        boolean listed = badPages.contains(page) || (query >= 0 && badPages.contains(page.substring(0, query)));
        if (listed || (strict && (page.isEmpty() || page.startsWith("/")))) {
            throw new Refusal(41030);
        }
    }

    /** One copy of a template id serves all the messages in the log. The cap is for a client that makes ids up. */
    String shared(String templateId) {
        if (seenTemplates.size() > 1000) {
            return templateId;
        }
        String first = seenTemplates.putIfAbsent(templateId, templateId);
        return first == null ? templateId : first;
    }
}
