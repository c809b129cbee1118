package io.minipush.simulator.push;

/**
 * Whether a server has proved that it knows the token of its callback.
 *
 * @param ok it gave the echo back, without a quote or a line break
 */
public record EchoCheck(boolean ok, PushAnswer answer) {
}
