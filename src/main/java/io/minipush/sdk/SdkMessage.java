package io.minipush.sdk;

/**
 * A message as an SDK sends it.
 *
 * @param message what the platform will get besides user, template and formId, as JSON
 * @param formId  its own, or null: then the gateway adds one
 */
record SdkMessage(String touser, String templateId, String message, String formId) {

    @Override
    public String toString() {
        return "SdkMessage";
    }
}
