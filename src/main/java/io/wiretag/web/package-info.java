/**
 * What the servers of intake, delivery and operations have in common: {@link io.wiretag.web.WebServer} sets Javalin and Jetty up within
 * bounds, {@link io.wiretag.web.Connections} keeps strangers from filling those that others need, {@link io.wiretag.web.ShownKey} finds
 * the key in a request, {@link io.wiretag.web.RateLimit} bounds what one key may ask for, and {@link io.wiretag.web.ServerEnd} lets a
 * server end once.
 *
 * <p>A connection costs no thread while it waits for a request, so its number is the one bound that somebody without a key can
 * reach. Turning newcomers away at that bound would let him silence {@code /health/live}, and an orchestrator would kill a
 * process that is well. So the bound gives way at the other end: the newcomer comes in, and the connection that has waited
 * longest without a request that was let in is closed for it. Whoever asks at once is answered, however many dribble.
 */
package io.wiretag.web;
