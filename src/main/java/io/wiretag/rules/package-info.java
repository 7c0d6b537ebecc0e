/**
 * The gazetteer in force as data on the cluster, in the compacted topic {@code articles.gazetteer}.
 *
 * <p>{@link io.wiretag.rules.RulesDesk} changes which version is in force, {@link io.wiretag.rules.LiveRules} has a processor tag by
 * it, {@link io.wiretag.rules.RulesBook} is what the topic says, and {@link io.wiretag.rules.RulesForm} how it stands there. All
 * three kinds of record lie in one partition, so that whoever reads which version is in force has read that version before:
 *
 * <ul>
 *   <li>{@code {"kind":"version","hash":"..."}}: the files of a version, which its hash names;
 *   <li>{@code {"kind":"change","number":7}}: a version was put in force, by whom, when and why; the one with the greatest number
 *       is in force. It is written in one transaction with its version;
 *   <li>{@code {"kind":"instance","client":"..."}}: which version a processor tags by, written by itself when that changes,
 *       and deleted by itself when it stops.
 * </ul>
 *
 * <p>No GlobalKTable: it is read by a thread of Kafka Streams in no order against the stream, and has its stream wait for it;
 * here a new version is made beside the stream and put in place by one write of a field, which each record reads once.
 */
package io.wiretag.rules;
