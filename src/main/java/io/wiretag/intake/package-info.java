/**
 * The way in: from what a newsroom has to records on the topic of published articles.
 *
 * <pre>{@code
 * Source source = Source.of("wire.json", inputStream);
 * for (Reading reading : ArticleReaders.read(source, Format.AUTO)) {
 *     if (reading instanceof Reading.Read read) {
 *         publisher.publish(read.article());
 *     } else {
 *         System.err.println(reading);
 *     }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link io.wiretag.intake.format}: readers of formats, {@link io.wiretag.intake.format.Source} to {@link
 *       io.wiretag.intake.format.Reading}s.
 *   <li>{@link io.wiretag.intake.ArticlePublisher}: an article to Kafka, and a {@link io.wiretag.intake.Receipt}.
 *   <li>{@link io.wiretag.intake.folder}, {@link io.wiretag.intake.rss}, {@link io.wiretag.intake.http}: ways in that go on by
 *       themselves.
 * </ul>
 *
 * <p>The folder and the feeds remember on the disk what the broker has acknowledged, after it has: a restart loses nothing,
 * and what little it may send again the processor ignores as a repetition. Neither takes an outage for a bad article: only
 * an article's own fault ({@link io.wiretag.intake.PublishFailure} tells) ends the attempts to publish it.
 */
package io.wiretag.intake;
