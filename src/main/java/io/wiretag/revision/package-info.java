/**
 * Asking for other tags of what is out: requests through the topic of published articles to the processor that has the memory of
 * the article, and what came of them. {@code CorrectionDesk} is where editors do it. What is done with a request is {@code
 * io.wiretag.life}'s.
 */
package io.wiretag.revision;
