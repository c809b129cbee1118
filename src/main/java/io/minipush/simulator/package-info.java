/**
 * A strict stand-in for the platform's API, for the demo, the tests and the benchmark, and for whoever wants to try the gateway
 * without an account.
 *
 * <p>It shares no code with the gateway on purpose: a mistake in the understanding of the platform would otherwise be in both, and
 * no test could show it. Start one with {@link io.minipush.simulator.Simulator}; steer it with
 * {@link io.minipush.simulator.SimulatedPlatform} from the same JVM, or by HTTP under {@code /simulator/} on the same port, where
 * {@code GET /simulator/} prints the calls (the text is the resource {@code control-api.txt} beside this package).
 *
 * <p>A request takes this way: {@code PlatformHandler} reads it, {@code FrontDoor} looks for a fault, the desks hold the
 * rules ({@code TokenDesk}, {@code TemplateDesk}, {@code SubscribeDesk}, {@code TemplateListDesk}, {@code QuotaDesk}) and
 * {@code World} the state, {@code Deliveries} lets the answer out. What users do and what becomes of their messages is told to
 * the app's server by {@link io.minipush.simulator.push}.
 *
 * <p>Two things are worth knowing when a test looks at the books. A call with a token counts against the quota as soon as its token is
 * good. And the platform decides on arrival; the latency lies between the decision and the answer, so a client that gives up in
 * between may well have sent its message.
 */
package io.minipush.simulator;
