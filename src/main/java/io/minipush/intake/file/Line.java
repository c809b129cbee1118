package io.minipush.intake.file;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One item of a file.
 *
 * @param number of its first physical line, from 1
 * @param place  which item of the file it is, from 1, where several may stand in one line, as in JSON; else 0
 * @param raw    as it stands in the file, without its line end; null if it is too long to be kept
 * @param json   what it means; null if it cannot be read
 * @param fault  why it cannot be read
 */
record Line(long number, long place, byte[] raw, JsonNode json, String fault) {

    static Line of(long number, byte[] raw, JsonNode json) {
        return new Line(number, 0, raw, json, null);
    }

    static Line broken(long number, byte[] raw, String fault) {
        return new Line(number, 0, raw, null, fault);
    }

    /** The same as the item of this place. */
    Line at(long its) {
        return new Line(number, its, raw, json, fault);
    }

    /** What no other item of the file has: the same at every reading. */
    String mark() {
        return place == 0 ? Long.toString(number) : "#" + place;
    }
}
