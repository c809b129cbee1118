package io.minipush.sdk;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A message as an SDK sends it.
 *
 * @param message what the platform will get besides user, template and formId
 * @param formId  its own, or null: then the gateway adds one
 */
record SdkMessage(String touser, String templateId, ObjectNode message, String formId) {

    @Override
    public String toString() {
        return "SdkMessage";
    }
}
