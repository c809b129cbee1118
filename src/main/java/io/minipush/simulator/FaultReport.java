package io.minipush.simulator;

/** A fault as it was asked for, how many requests it has met so far, and whether its count is used up. */
public record FaultReport(Fault fault, long hits, boolean over) {
}
