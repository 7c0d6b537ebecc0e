/**
 * What Kafka Streams and its clients get wrong or leave open, and what is done about it. Each goes when Kafka has mended it: its
 * test fails without it today, and is to be run without it on every new version.
 *
 * <table>
 *   <caption>Faults of Kafka 4.3.1</caption>
 *   <tr><th>What happens</th><th>Where it is told</th><th>What is done</th><th>Delete when</th></tr>
 *   <tr><td>a rollback with a corrupted task while the group rebalances takes records of other tasks of the thread with it</td>
 *       <td>apache/kafka pull requests 10444 and 8440</td><td>{@code OneRollbackProducer}, by {@code StreamsClients}</td>
 *       <td>{@code OneRollbackProducerTest} passes with Kafka's own clients</td></tr>
 *   <tr><td>a thread that wakes up within its commit takes a transaction that brokers have rolled back for fatal</td>
 *       <td>KIP-890</td><td>{@code AbortedByBroker}: the thread is replaced</td>
 *       <td>{@code ProcessorStoppedTest} passes without it</td></tr>
 *   <tr><td>time-outs of brokers that are away end stream threads</td>
 *       <td>KIP-572 leaves them open for transactions</td><td>{@code BrokerOutage}, {@code Replacements}: a new thread, paced</td>
 *       <td>threads outlive an outage by themselves</td></tr>
 * </table>
 */
package io.wiretag.processor.faults;
