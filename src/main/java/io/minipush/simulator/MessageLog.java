package io.minipush.simulator;

import java.util.ArrayList;
import java.util.List;

/** The accepted messages in the order of their acceptance. Holds hundreds of thousands, so an entry shares what it can. */
final class MessageLog {

    /** One accepted message. */
    static final class Entry {
        final IssuedForm form;
        final String templateId;
        final String page;
        final String emphasis;
        final byte[] data;
        final long at;
        long seq;
        volatile boolean answered;

        Entry(IssuedForm form, String templateId, TemplateBody body, long at) {
            this.form = form;
            this.templateId = templateId;
            this.page = body.page();
            this.emphasis = body.emphasis();
            this.data = body.dataJson();
            this.at = at;
        }
    }

    private final ArrayList<Entry> entries = new ArrayList<>();

    synchronized void append(Entry entry) {
        entries.add(entry);
        entry.seq = entries.size();
    }

    /** @param from the first number wanted; numbers begin at 1 */
    List<Entry> from(long from, String appid) {
        List<Entry> copy;
        synchronized (this) {
            int start = (int) Math.min(Math.max(from - 1, 0), entries.size());
            copy = new ArrayList<>(entries.subList(start, entries.size()));
        }
        if (appid != null) {
            copy.removeIf(e -> !e.form.app.appid.equals(appid));
        }
        return copy;
    }
}
