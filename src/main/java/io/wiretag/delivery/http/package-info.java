/**
 * Delivery over HTTP: {@link io.wiretag.delivery.http.DeliveryServer} listens, {@code DeliveryDoor} knows who may see what and how much, {@code
 * Question} reads the query, {@code ArticlesHandler} answers with a page, lines or a feed, {@code EventStreams} keeps those who
 * stay. A new form begins in {@code ArticlesHandler}.
 */
package io.wiretag.delivery.http;
