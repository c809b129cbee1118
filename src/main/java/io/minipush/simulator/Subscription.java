package io.minipush.simulator;

/** What one user has agreed to for one template, and what has become of it. Its own lock makes a use a single step. */
final class Subscription {
    final String templateId;
    private long granted;
    private long used;
    private long dropped;
    private long accepted;
    private long refused;
    private boolean off;

    Subscription(String templateId) {
        this.templateId = templateId;
    }

    synchronized void accept() {
        granted++;
        off = false;
    }

    /** The user says no, in the popup or in the settings: what was granted before is worth nothing any more. */
    synchronized void refuse() {
        dropped += left();
        off = true;
    }

    /** @return whether the platform takes this message */
    synchronized boolean use(int type) {
        boolean free = !off && (type == SubscribeTemplate.LONG_TERM || left() > 0);
        if (!free) {
            refused++;
            return false;
        }
        if (type == SubscribeTemplate.ONE_TIME) {
            used++;
        }
        accepted++;
        return true;
    }

    private long left() {
        return granted - used - dropped;
    }

    synchronized SubscriptionReport report(String appid, String openid) {
        return new SubscriptionReport(appid, openid, templateId, granted, left(), used, dropped, off, accepted, refused);
    }
}
