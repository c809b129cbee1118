package io.minipush.simulator.push;

import java.util.List;
import java.util.Map;

/**
 * One event, before it is written.
 *
 * @param openid     the user whom it is about
 * @param createTime seconds since 1970
 * @param entries    what the event lists, each with its fields in their order
 */
record Event(EventKind kind, String openid, long createTime, List<Map<String, String>> entries) {
}
