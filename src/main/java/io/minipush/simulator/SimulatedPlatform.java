package io.minipush.simulator;

import io.minipush.simulator.push.PushWorkers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The controls of a running {@link Simulator}: what users and operators of the real platform would do, the faults, and what the
 * platform has seen. The HTTP control API offers the same verbs (see the package description).
 *
 * <p>Safe for use by many threads. An appid that the platform does not know is an {@link IllegalArgumentException}.
 */
public final class SimulatedPlatform {
    private final SimulatorOptions options;
    private final Deliveries deliveries;
    private final PushWorkers workers;
    private final SimulatedSubscriptions subscriptions;
    private final SimulatedEvents events;
    private volatile World world;

    SimulatedPlatform(SimulatorOptions options, Deliveries deliveries, PushWorkers workers) {
        this.options = options;
        this.deliveries = deliveries;
        this.workers = workers;
        this.world = new World(options, new Ids(options.seed()), workers);
        this.subscriptions = new SimulatedSubscriptions(this::world);
        this.events = new SimulatedEvents(this::world);
    }

    World world() {
        return world;
    }

    /** Registers an app, or gives a known one another secret. */
    public void addApp(String appid, String secret) {
        world.addApp(appid, secret);
    }

    /**
     * Each user submits a form (or pays) so many times: the platform knows the users from now on and issues one id each time.
     *
     * @param age how long ago they did
     * @return in the order of the users
     */
    public List<FormGrant> issueForms(String appid, Collection<String> openids, int each, FormKind kind, Duration age) {
        if (each < 1 || age.isNegative()) {
            throw new IllegalArgumentException("a user submits at least one form, and not in the future");
        }
        World here = world;
        App app = here.appNamed(appid);
        List<FormGrant> grants = new ArrayList<>(openids.size() * each);
        for (String openid : openids) {
            if (openid == null || openid.isBlank()) {
                throw new IllegalArgumentException("an openid is not empty");
            }
            here.addUser(app, openid);
            for (int i = 0; i < each; i++) {
                grants.add(new FormGrant(openid, here.issueForm(app, openid, kind, age).id));
            }
        }
        return grants;
    }

    /** One user submits one form now. Returns the formId. */
    public String issueForm(String appid, String openid) {
        return issueForms(appid, List.of(openid), 1, FormKind.FORM, Duration.ZERO).get(0).formId();
    }

    /** The user opens the mini program: a login code, good for one exchange within five minutes. */
    public String issueCode(String appid, String openid) {
        if (openid == null || openid.isBlank()) {
            throw new IllegalArgumentException("an openid is not empty");
        }
        World here = world;
        App app = here.appNamed(appid);
        here.addUser(app, openid);
        String code = here.ids.code();
        here.codes.put(code, new LoginCode(app, openid, here.now()));
        return code;
    }

    /** From the first registered template on, the app knows only registered ones. Before, any template id is good. */
    public void registerTemplates(String appid, Collection<String> templateIds) {
        world.appNamed(appid).addTemplates(templateIds);
    }

    /** The app has no such pages: a message that leads there is refused, whatever query follows the page. */
    public void rejectPages(String appid, Collection<String> pages) {
        world.appNamed(appid).addBadPages(pages);
    }

    /** Adds a fault. Several may be active; the first one that fires has the request. */
    public void inject(Fault fault) {
        world.faults.add(fault);
    }

    /** The faults in the order of their injection, also those whose count is used up. */
    public List<FaultReport> faults() {
        return world.faults.report();
    }

    /** Heals the platform. Requests that hang already go on hanging. */
    public void clearFaults() {
        world.faults.clear();
    }

    /** The time between looking at a request and answering it, for requests from now on. */
    public void latency(Duration latency) {
        if (latency.isNegative()) {
            throw new IllegalArgumentException("the latency cannot be less than no time");
        }
        world.latency(latency);
    }

    /** Sets the platform's clock to so much after (or before) the machine's. */
    public void clockOffset(Duration offset) {
        world.offset(offset);
    }

    /** The platform's clock. */
    public Instant now() {
        return Instant.ofEpochMilli(world.now());
    }

    /**
     * Sets the quota of an api. What was used of it today stays used.
     *
     * @param appid null for every app
     */
    public void quota(String appid, Api api, QuotaLimits limits) {
        if (appid == null) {
            world.limitAll(api, limits);
        } else {
            world.appNamed(appid).quota(api).limit(limits.perDay(), limits.perMinute());
        }
    }

    /** The numbers in force. */
    public PlatformSettings settings() {
        return world.settings();
    }

    /** Replaces the numbers; a token keeps the life it was issued with. */
    public void settings(PlatformSettings settings) {
        world.settings(settings);
    }

    /**
     * Somebody else has fetched a token, or reset the secret: the app's current tokens, classic and stable, end.
     *
     * @param overlap whether they live on for the usual five minutes
     * @return how many tokens were current
     */
    public int revokeTokens(String appid, boolean overlap) {
        World here = world;
        return here.appNamed(appid).tokens.revoke(here.now(), overlap);
    }

    /** Somebody outside the gateway sends a message with this formId. Returns false if it had no use left. */
    public boolean useForm(String appid, String formId) {
        World here = world;
        IssuedForm form = here.forms.get(formId);
        if (form == null || form.app != here.appNamed(appid)) {
            throw new IllegalArgumentException("the app has no such formId");
        }
        return form.use(null);
    }

    /** Requests are handled as ever, but the answers are held back until the release.
     *  @param api null for every one */
    public void pause(Api api) {
        deliveries.pause(api);
    }

    /** Ends a pause and lets the answers go. Returns how many there were.
     *  @param api null for every one */
    public int release(Api api) {
        return deliveries.release(api);
    }

    /** Subscribe messages: their templates, and what users agree to. */
    public SimulatedSubscriptions subscriptions() {
        return subscriptions;
    }

    /** What the platform tells an app's server by itself. */
    public SimulatedEvents events() {
        return events;
    }

    /**
     * From now on the platform no longer offers this call to the app: it answers with this code after a look at the token, as the
     * real platform does today with 45103 to the template message.
     *
     * @param appid   null for every app, also those that come later
     * @param errcode 0 offers the call again
     */
    public void withdraw(String appid, Api api, int errcode) {
        if (appid == null) {
            world.withdrawAll(api, errcode);
        } else {
            world.appNamed(appid).withdraw(api, errcode);
        }
    }

    /** @param appid null for all apps together */
    public Scoreboard scoreboard(String appid) {
        return ScoreSum.read(world, appid, deliveries.held());
    }

    /**
     * The accepted messages in the order of their acceptance.
     *
     * @param appid null for all apps
     * @param from  the first number wanted; numbers begin at 1 and count over all apps
     */
    public List<AcceptedMessage> messages(String appid, long from) {
        return messageEntries(appid, from).stream()
                .map(e -> new AcceptedMessage(e.seq, Instant.ofEpochMilli(e.at), e.form.app.appid, e.form.openid, e.templateId,
                        e.page, e.form.id, e.emphasis, ControlJson.tree(e.data), e.answered))
                .toList();
    }

    List<TemplateEntry> messageEntries(String appid, long from) {
        World here = world;
        if (appid != null) {
            here.appNamed(appid);
        }
        return here.messages.from(from, appid);
    }

    /** The last hundred template and subscribe messages as they came over the wire, also those that a fault met.
     *  @param appid null for those whose token told no app */
    public List<SeenRequest> requests(String appid) {
        World here = world;
        return Optional.ofNullable(appid).map(here::appNamed).orElse(here.nobody).score.lastSends();
    }

    /** How the app's requests were answered: api to outcome to count.
     *  @param appid null for all apps */
    public Map<String, Map<String, Long>> requestCounts(String appid) {
        return scoreboard(appid).requests();
    }

    /** Everything is as after the start, but the apps stay. No id of the time before is issued again. */
    public void reset() {
        World old = world;
        world = old.reborn(options, workers);
        old.pushes.end();
        deliveries.release(null);
    }
}
