package io.minipush.simulator;

/** One request header as it came. */
public record Header(String name, String value) {
}
