package io.minipush.simulator;

/**
 * Something that a client of the platform must never do, and how often one app's client has done it.
 *
 * @param kind    one of the constants
 * @param example the first case. It names ids of its own app only
 */
public record Breach(String kind, long count, String example) {
    /** A field in a body that the platform does not define: something leaks out of the client. */
    public static final String UNKNOWN_FIELD = "unknown_field";
    /** A user was addressed with the formId of another one. */
    public static final String FORM_ID_OF_ANOTHER_USER = "form_id_of_another_user";
    /** A formId of another mini program was used. */
    public static final String FORM_ID_OF_ANOTHER_APP = "form_id_of_another_app";
    /** A single-use formId that an accepted message has used was tried with another message. */
    public static final String FORM_ID_REUSED_FOR_OTHER_MESSAGE = "form_id_reused_for_other_message";
    /** A request header carried an openid, a formId or a token. */
    public static final String PRIVATE_DATA_IN_HEADER = "private_data_in_header";
    /** A path that is not the platform's. */
    public static final String UNKNOWN_CALL = "unknown_call";
}
