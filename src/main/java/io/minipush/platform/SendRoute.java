package io.minipush.platform;

/**
 * How one channel of a platform is served.
 *
 * @param id     of the route that sends one notification; it begins at {@code direct:} of the same name. As long as it is stopped,
 *               nothing of the platform's apps is claimed
 * @param policy what the platform's answers to its post mean
 */
public record SendRoute(String id, AnswerPolicy policy) {
}
