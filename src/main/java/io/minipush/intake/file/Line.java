package io.minipush.intake.file;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One item of a file.
 *
 * @param number of its first physical line, from 1
 * @param raw    as it stands in the file, without its line end; null if it is too long to be kept
 * @param json   what it means; null if it cannot be read
 * @param fault  why it cannot be read
 */
record Line(long number, byte[] raw, JsonNode json, String fault) {

    static Line of(long number, byte[] raw, JsonNode json) {
        return new Line(number, raw, json, null);
    }

    static Line broken(long number, byte[] raw, String fault) {
        return new Line(number, raw, null, fault);
    }
}
