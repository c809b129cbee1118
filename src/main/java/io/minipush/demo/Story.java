package io.minipush.demo;

import java.io.PrintWriter;
import java.util.Objects;

/** Tells the demo to a person, and holds what is told against what is so. */
final class Story {

    /** Something was not as told. */
    static final class NotAsTold extends Exception {
        private static final long serialVersionUID = 1L;

        NotAsTold(String message) {
            super(message);
        }
    }

    private static final int WIDTH = 150;

    private final PrintWriter out;
    private int step;

    Story(PrintWriter out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A new scene, and why it matters. */
    void scene(String title, String why) {
        step++;
        line("");
        line(step + "  " + title);
        line("   " + why);
    }

    /** What somebody says at a door of the gateway. */
    void request(String text) {
        line("   > " + shortened(text));
    }

    void answer(String text) {
        line("   < " + shortened(text));
    }

    /** Something that turned out to be as it should be. */
    void fact(String text) {
        line("   = " + shortened(text));
    }

    /** @throws NotAsTold if it is not so; the demo ends there */
    void check(String what, Object expected, Object seen) throws NotAsTold {
        if (!Objects.equals(String.valueOf(expected), String.valueOf(seen))) {
            throw new NotAsTold(what + ": expected " + expected + ", but it is " + seen);
        }
        fact(what + ": " + seen);
    }

    private static String shortened(String text) {
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH) + " …";
    }
}
