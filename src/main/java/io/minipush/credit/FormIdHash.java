package io.minipush.credit;

import io.minipush.json.Digests;

/** How a formId is remembered after it is gone: recognisable, not usable. */
public final class FormIdHash {

    private FormIdHash() {
    }

    /** The hash of a formId of one app; the same id of another app is another one. */
    public static String of(String appId, String formId) {
        return Digests.of(appId + "\n" + formId);
    }
}
