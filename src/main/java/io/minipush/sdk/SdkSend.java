package io.minipush.sdk;

import io.minipush.intake.NotificationBatch;

/**
 * A message from an SDK, checked and not yet stored. Its getters are what the steps of {@code sdk-front-door} name.
 *
 * @param batch  the one notification, with an idempotency key of its own
 * @param formId that the message brought, or null
 * @param onlyWithCredit whether it is refused, rather than made to wait, where there is no credit for it
 */
public record SdkSend(NotificationBatch batch, String formId, boolean onlyWithCredit) {

    public boolean isOwnFormId() {
        return formId != null;
    }

    /** Whether a credit has to be there before it is stored. */
    public boolean isCreditAsked() {
        return onlyWithCredit && formId == null && batch.accepted().get(0).purse() != null;
    }

    @Override
    public String toString() {
        return "SdkSend[" + batch.ids() + "]";
    }
}
