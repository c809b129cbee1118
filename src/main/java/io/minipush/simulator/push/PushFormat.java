package io.minipush.simulator.push;

/** In which notation events are pushed, as set in the platform's console. */
public enum PushFormat {
    JSON("application/json"),
    XML("text/xml");

    final String contentType;

    PushFormat(String contentType) {
        this.contentType = contentType;
    }
}
