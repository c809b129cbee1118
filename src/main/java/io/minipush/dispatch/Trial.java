package io.minipush.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minipush.cluster.Node;
import io.minipush.credit.CreditKind;
import io.minipush.credit.Purse;
import io.minipush.credit.TiedCredit;
import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import io.minipush.platform.Call;
import io.minipush.token.AccessToken;
import io.minipush.token.Tokens;

/** Made-up notifications of nobody, with which a route is tried without the platform: nothing of it is stored or sent. */
public final class Trial {

    private static final String APP = "wx-trial";
    private static final String USER = "o-trial";
    private static final String TEMPLATE = "trial-template";
    private static final Duration LIFE = Duration.ofDays(7);

    private final SendSteps steps = new SendSteps(new TrialTokens(), new PlatformTimes(new SimpleMeterRegistry()));

    /** What stands in for the bean {@code send}. */
    public SendSteps steps() {
        return steps;
    }

    /** @param call how it leaves */
    public Attempt attempt(Call call) {
        Instant now = Clock.systemUTC().instant();
        boolean classic = call.channel() == Channel.TEMPLATE;
        TiedCredit credit = new TiedCredit("trial-credit", 1, classic ? CreditKind.FORM : CreditKind.SUBSCRIPTION, now, now.plus(LIFE), false);
        String message = classic ? "{\"page\":\"index\",\"data\":{\"keyword1\":{\"value\":\"1\"}},\"emphasis_keyword\":\"keyword1.DATA\"}"
                : "{\"page\":\"index\",\"miniprogram_state\":\"formal\",\"lang\":\"zh_CN\",\"data\":{\"thing1\":{\"value\":\"1\"}}}";
        return new Attempt(new ClaimedNotification("01TRIAL0000000000000000000", APP, null, USER, TEMPLATE, call.channel(),
                classic ? Purse.of(USER) : Purse.of(USER, TEMPLATE), message, Lane.NORMAL, null, 0, 0, 0, now.plus(LIFE), false, now, 1, Optional.of(credit)),
                new Node(0), call, Clock.systemUTC(), false);
    }

    /** How the dispatcher would see it once the route is over. */
    public static Ending end(Attempt attempt) {
        return attempt.close(new Ending.NeverPosted("route_ended_without_post"));
    }

    /** The next token is there as soon as one is refused. */
    private static final class TrialTokens implements Tokens {

        private long version = 1;

        @Override
        public synchronized Optional<AccessToken> current(String appId) {
            return Optional.of(new AccessToken(APP, "trial-token-" + version, version));
        }

        @Override
        public synchronized boolean replace(AccessToken refused) {
            version = refused.version() + 1;
            return true;
        }
    }
}
