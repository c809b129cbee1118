package io.minipush.simulator;

/** One formId and what has become of it. Its own lock makes a use a single step. */
final class IssuedForm {
    /** The platform forgets a formId after seven days. */
    static final long LIFE_MILLIS = 7L * 24 * 3600 * 1000;

    final String id;
    final App app;
    final String openid;
    final FormKind kind;
    final long issuedAt;
    private int uses;
    /** The message that used a single-use id first; null while none did, or if somebody outside the gateway used it. */
    private ContentKey firstContent;

    IssuedForm(String id, App app, String openid, FormKind kind, long issuedAt) {
        this.id = id;
        this.app = app;
        this.openid = openid;
        this.kind = kind;
        this.issuedAt = issuedAt;
    }

    boolean belongsTo(App someApp, String someOpenid) {
        return app == someApp && openid.equals(someOpenid);
    }

    boolean expiredAt(long now) {
        return now - issuedAt >= LIFE_MILLIS;
    }

    /** @return false if no use is left */
    synchronized boolean use(ContentKey content) {
        if (uses >= kind.uses()) {
            return false;
        }
        uses++;
        if (kind == FormKind.FORM) {
            firstContent = content;
        }
        return true;
    }

    /** Whether another message than this one has used the id before: a repeat of the same message is what a careful client does. */
    synchronized boolean servedAnother(ContentKey content) {
        return firstContent != null && !firstContent.equals(content);
    }

    synchronized boolean usedUp() {
        return uses >= kind.uses();
    }
}
