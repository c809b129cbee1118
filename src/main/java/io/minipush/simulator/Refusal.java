package io.minipush.simulator;

/** The platform says no: an errcode, on the way out of a rule. Has no stack trace, since refusing is its daily work. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int code;

    Refusal(int code) {
        this(code, ErrorTexts.of(code));
    }

    Refusal(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }
}
