/**
 * How the simulated platform tells a server what its users have done: the events, their text, the encryption and the pushing.
 *
 * <p>Written without a look at the gateway's side of it, so that each of the two checks the other.
 */
package io.minipush.simulator.push;
