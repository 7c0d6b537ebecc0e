/**
 * Delivery over HTTP: {@link io.wiretag.delivery.http.DeliveryServer} listens, {@code DeliveryDoor} knows who may see what and how much, {@code
 * Question} reads the query, {@code ArticlesHandler} answers with a page, lines or a feed, {@code EventStreams} keeps those who
 * stay. A new format of answers (not of articles that come in: {@link io.wiretag.intake.format}) begins in {@code ArticlesHandler}.
 */
package io.wiretag.delivery.http;
