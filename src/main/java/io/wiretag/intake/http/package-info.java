/**
 * The way in over HTTP: {@code POST /articles} takes what the readers of {@link io.wiretag.intake} read, and answers 202 when
 * the broker has acknowledged every article of the request.
 *
 * <pre>{@code
 * try (IntakeServer server = IntakeServer.start(settings, Optional.of(ApiKeys.of(file)), publisher, "articles.published", probe)) {
 *     server.awaitEnd();
 * }
 * }</pre>
 *
 * <p><b>All or nothing, where it can be had.</b> A request of which an article cannot be read publishes none: the answer names
 * every fault, and the client mends and sends the whole again. Once publishing has begun that promise cannot be kept, for the
 * broker may fail in between: the answer then tells which articles were acknowledged. Sending again is safe either way, since
 * the processor drops repetitions.
 *
 * <p><b>What a client can cost.</b> The bytes of all bodies that are being received or published come out of one {@link
 * io.wiretag.intake.http.ByteBudget}; a request beyond it is turned away before it is read. Bodies are received without holding
 * a thread, and answers wait for the broker without holding one. Reading and sending, which may block, happen on a few threads
 * of their own, so that the health of the server can be asked whatever Kafka does. Connections are limited in number and end
 * when nothing comes.
 *
 * <p>Keys travel in the clear: where the network is not trusted, a reverse proxy in front ends TLS. It should also limit how long
 * the headers of a request may take, for a connection that brings a byte now and then is not idle.
 */
package io.wiretag.intake.http;
