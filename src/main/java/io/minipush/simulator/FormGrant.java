package io.minipush.simulator;

/** A formId that the platform has issued, and the user who submitted the form. */
public record FormGrant(String openid, String formId) {
}
