package io.minipush.dispatch;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.minipush.credit.CreditKind;
import io.minipush.credit.TiedCredit;
import io.minipush.notification.Channel;
import io.minipush.notification.Lane;
import io.minipush.notification.OnUncertain;
import io.minipush.storage.Utc;

/**
 * A notification while one node has it.
 *
 * @param purse    where its credit comes from; null: it needs none
 * @param message  page, data and emphasis_keyword as JSON
 * @param onUncertain null: as the app has it
 * @param setbacks tries in a row that came to nothing; decide how long to wait
 * @param refused  credits in a row that the platform refused
 * @param doubt    whether an earlier attempt with the tied credit may have arrived
 * @param claimedAt when this claim was made: none of its posts began earlier
 * @param claimNo  the fence: unique in the cluster for this claim
 */
public record ClaimedNotification(String id, String appId, String reference, String touser, String templateId, Channel channel, String purse, String message, Lane lane, OnUncertain onUncertain,
        int attempts, int setbacks, int refused, Instant expiresAt, boolean doubt, Instant claimedAt, long claimNo, Optional<TiedCredit> credit) {

    /** @param row columns of table {@code notification}; a claim of an earlier version has no {@code claimed_at} */
    public static ClaimedNotification of(Map<String, Object> row) {
        return new ClaimedNotification((String) row.get("id"), (String) row.get("app_id"), (String) row.get("reference"),
                (String) row.get("touser"), (String) row.get("template_id"), Channel.of((String) row.get("channel")),
                (String) row.get("purse"), (String) row.get("message"),
                Lane.values()[number(row, "lane")], OnUncertain.of((String) row.get("on_uncertain")),
                number(row, "attempts"), number(row, "setbacks"), number(row, "refused"), time(row, "expires_at"),
                (Boolean) row.get("doubt"), time(row, row.get("claimed_at") == null ? "updated_at" : "claimed_at"), ((Number) row.get("claim_no")).longValue(), credit(row));
    }

    /** Whether the platform would refuse it for want of a credit. */
    public boolean lacksCredit() {
        return purse != null && credit.isEmpty();
    }

    /** Whether this claim leads to a post: it has the credit that it needs, and its time is not over. */
    public boolean isToBePosted(Instant now) {
        return !lacksCredit() && expiresAt.isAfter(now);
    }

    private static Optional<TiedCredit> credit(Map<String, Object> row) {
        if (row.get("form_id") == null) {
            return Optional.empty();
        }
        return Optional.of(new TiedCredit((String) row.get("form_id"), number(row, "form_use_no"), CreditKind.of((String) row.get("form_kind")),
                time(row, "form_collected_at"), time(row, "form_expires_at"), (Boolean) row.get("form_freed")));
    }

    private static int number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).intValue();
    }

    /** The columns hold UTC without a zone, and so does the process (see {@code Minipush.main}). */
    private static Instant time(Map<String, Object> row, String column) {
        return Utc.instant(row.get(column));
    }

    @Override
    public String toString() {
        return "ClaimedNotification[" + id + " of " + appId + "]";
    }
}
