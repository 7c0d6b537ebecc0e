/**
 * The guided tour: the walk of one article, and where each step lives.
 *
 * <ol>
 *   <li>A newsroom hands over a file, or posts it to {@link io.wiretag.intake.http.IntakeServer}. {@link
 *       io.wiretag.intake.format.ArticleReaders} makes an article of it, or a complaint that says what is wrong; {@link
 *       io.wiretag.intake.ArticlePublisher} publishes it under its uri.
 *   <li>{@link io.wiretag.topics.Topics} names the topic it lies in now, and all others; {@link
 *       io.wiretag.codec.ValueSerdes} made its bytes.
 *   <li>{@link io.wiretag.processor.StreamsRunner} runs the stream that reads it. One step, in package
 *       {@code io.wiretag.topology}, hands its bytes to {@code io.wiretag.life}, which turns them into all the records that have to go out.
 *   <li>{@link io.wiretag.tagging.Tagger} finds the provinces and agencies in it, from the text and the {@link
 *       io.wiretag.tagging.gazetteer.Gazetteer}, and says why.
 *   <li>{@link io.wiretag.subscribers.ArticleSubscriber} reads a sink topic, as every subscriber should.
 *   <li>{@link io.wiretag.ops.lag.LagWatch} asks the brokers from beside how far everybody is.
 * </ol>
 *
 * <p>{@link io.wiretag.Wiretag} makes these parts from a {@link io.wiretag.config.Config}, by {@link io.wiretag.wiring};
 *       the commands of package {@code
 * io.wiretag.cli} are the front door; {@link io.wiretag.Demo} puts them all on one machine with the broker and the registry
 * of {@link io.wiretag.local.LocalStack}.
 */
package io.wiretag;
