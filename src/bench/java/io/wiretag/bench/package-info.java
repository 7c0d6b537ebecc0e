/**
 * The pipeline beside its peers, all in one run: {@code mvn -Pbench verify}.
 *
 * <p>{@link io.wiretag.bench.Bench} starts a broker and a registry in a JVM of their own, then one {@link io.wiretag.bench.Contender}
 * after the other, each in a JVM of its own and on topics of its own, and looks at all of them from the same place: a
 * read_committed reader of {@code articles.tagged}. What is compared was measured in the same round; the order changes from round to
 * round. Raw results go to a folder of their own below {@code target/bench}.
 *
 * <p>Compiled by the Maven profile {@code bench} alone; nothing of it ships, and no test asserts a figure of it.
 */
package io.wiretag.bench;
