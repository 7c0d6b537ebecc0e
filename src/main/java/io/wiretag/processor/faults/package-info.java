/**
 * What Kafka Streams and its clients get wrong or leave open, and what is done about it. Each goes when Kafka has mended it: its
 * test fails without it today, and is to be run without it on every new version.
 *
 * <table>
 *   <caption>Faults of Kafka 4.4.0</caption>
 *   <tr><th>What happens</th><th>Where it is told</th><th>What is done</th><th>Delete when</th></tr>
 *   <tr><td>a rollback with a corrupted task while the group rebalances takes records of other tasks of the thread with it</td>
 *       <td>apache/kafka pull requests 10444 and 8440</td><td>{@code OneRollbackProducer}, by {@code StreamsClients}</td>
 *       <td>{@code OneRollbackProducerTest} passes with Kafka's own clients; whoever uses {@code StreamsClients} then takes those of
 *       Kafka Streams</td></tr>
 *   <tr><td>a thread that wakes up within its commit takes a transaction that brokers have rolled back for fatal</td>
 *       <td>KIP-890</td><td>{@code AbortedByBroker}: the thread is replaced</td>
 *       <td>{@code ProcessorStoppedTest} passes without it</td></tr>
 *   <tr><td>a processor that has copies of state alone ends, or waits for ever, when it goes on after {@code KafkaStreams.pause()}</td>
 *       <td>KAFKA-20731</td><td>the stream is not paused in an outage of the registry: {@code HeldConsumer} gives it no records. Should it
 *       happen all the same, {@code StandbysPaused}: the thread is replaced; {@code StateUpdaters} sees one that nobody tells of</td>
 *       <td>{@code StandbysPausedTest} waits in vain for a failure</td></tr>
 *   <tr><td>a broker that does not answer in time may end a stream thread, and then by default the client</td>
 *       <td>KIP-671 leaves it to a handler</td><td>{@code BrokerOutage} knows such failures, {@code Replacements} paces new threads</td>
 *       <td>threads outlive an outage by themselves</td></tr>
 * </table>
 */
package io.wiretag.processor.faults;
