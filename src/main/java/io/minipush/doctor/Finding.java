package io.minipush.doctor;

/**
 * What was found at one place.
 *
 * @param what   the place, in one or two words
 * @param detail what is there; never a secret
 * @param advice what to do; empty if all is well
 */
public record Finding(Grade grade, String what, String detail, String advice) {

    /** How bad it is: with FAIL a gateway would not start, or would not send. */
    public enum Grade { OK, WARN, FAIL }

    static Finding ok(String what, String detail) {
        return new Finding(Grade.OK, what, detail, "");
    }

    static Finding warn(String what, String detail, String advice) {
        return new Finding(Grade.WARN, what, detail, advice);
    }

    /** @param advice what to do */
    public static Finding fail(String what, String detail, String advice) {
        return new Finding(Grade.FAIL, what, detail, advice);
    }
}
