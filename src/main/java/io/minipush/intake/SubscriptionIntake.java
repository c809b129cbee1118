package io.minipush.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.github.f4b6a3.ulid.UlidCreator;
import io.minipush.credit.CreditKind;
import io.minipush.credit.NewCredit;
import io.minipush.credit.Revocation;
import io.minipush.credit.SubscriptionHash;
import io.minipush.storage.DatabaseClock;

/** Makes credits of a user's answer, the first step of {@code collect-subscriptions}. Any thread. */
public final class SubscriptionIntake {

    /** No subscription ends; but a column wants a time, and one that comes back is reserved as if it ended a century later. */
    private static final Instant NEVER = Instant.parse("9000-01-01T00:00:00Z");
    /** As long as formIds, and longer than the platform or a careful producer repeats anything. */
    private static final Duration REMEMBERED = Duration.ofDays(8);

    private final DatabaseClock clock;

    public SubscriptionIntake(DatabaseClock clock) {
        this.clock = clock;
    }

    /** One credit for each acceptance. Its name is a new one: the same event may be taken for new again once it is forgotten. */
    public CreditBatch check(Subscriptions subscriptions) {
        Instant arrival = clock.instant();
        Instant at = subscriptions.at().isBefore(arrival) ? subscriptions.at() : arrival;
        Instant forgetAt = arrival.plus(REMEMBERED);
        String collection = UlidCreator.getMonotonicUlid().toString();
        String event = subscriptions.eventId() == null ? collection : subscriptions.eventId();
        SortedMap<String, NewCredit> credits = new TreeMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (String template : subscriptions.accepted()) {
            int number = numbers.merge(template, 1, Integer::sum);
            String name = collection + " " + credits.size();
            credits.put(SubscriptionHash.accepted(subscriptions.appId(), event, template, number),
                    new NewCredit(subscriptions.openid(), template, name, CreditKind.SUBSCRIPTION, at, NEVER, forgetAt));
        }
        SortedMap<String, Revocation> revocations = new TreeMap<>();
        for (String template : subscriptions.rejected()) {
            revocations.put(SubscriptionHash.rejected(subscriptions.appId(), event, template),
                    new Revocation(subscriptions.openid(), template, at, forgetAt));
        }
        return new CreditBatch(subscriptions.appId(), collection, subscriptions.code(), credits, revocations, 0, List.of(), arrival);
    }
}
