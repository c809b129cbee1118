package io.minipush.events;

import java.nio.file.Path;

/** An event in its file, read and not yet applied. */
record WaitingEvent(Path file, SpooledEvent spooled, PlatformEvent event) {

    String appId() {
        return spooled.appId();
    }

    @Override
    public String toString() {
        return "WaitingEvent[" + file.getFileName() + "]";
    }
}
