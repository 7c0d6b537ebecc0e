/**
 * The process around the stream: starts it, looks whether it may start on what is there, watches it, ends it.
 *
 * <p>{@link io.wiretag.processor.StreamsRunner} is the way in. {@code StreamSettings} says with which properties it runs,
 * {@code ArticleCounts} and {@code StateSize} tell operators what it does. {@link io.wiretag.processor.watch} looks at it from
 * outside; {@link io.wiretag.processor.faults} names what Kafka gets wrong. What becomes of an article is not decided here but in
 * {@link io.wiretag.life}.
 *
 * <h2>Memory</h2>
 *
 * <p>Positions, changelogs and state on disk belong together. {@code StartCheck} refuses to go on where one of them is gone or was
 * made again, {@code TopicWatch} sees it happen, {@code MemoryCopy} saves what is remembered before Kafka Streams wipes it,
 * {@code MemoryRebuild} writes it into new changelogs, {@code LostPositions} finds where a group was. {@code SinkFill} fills sinks
 * that were switched on later; both are for a time in which no processor runs ({@code ProcessorGroup}).
 */
package io.wiretag.processor;
