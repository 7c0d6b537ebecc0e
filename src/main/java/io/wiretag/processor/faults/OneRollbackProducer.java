package io.wiretag.processor.faults;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Begins no other transaction once it has rolled one back: a stream thread then gives up all its tasks, and makes a new one.
 *
 * <p>All tasks of a thread write into the same transaction. Kafka Streams 4.4.0 rolls it back when one of them is closed as
 * corrupted, having committed the others before; but while the group is rebalancing it leaves that commit out (apache/kafka
 * pull request 10444) and rolls back all the same. The others would go on with state and positions whose records are gone
 * (pull request 8440 tells of the same loss), and the next commit would make that last; with transactional state stores too.
 * A producer that was fenced is what Streams knows to handle: it closes every task of the thread, gives up what was not committed
 * and goes on from the last commit.
 */
final class OneRollbackProducer extends KafkaProducer<byte[], byte[]> {
    private volatile boolean spent;

    /** @param config as Kafka Streams has put it together, with a transactional id */
    OneRollbackProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void abortTransaction() {
        spent = true;
        super.abortTransaction();
    }

    /** @throws ProducerFencedException after {@link #abortTransaction()} */
    @Override
    public void beginTransaction() {
        if (spent) {
            throw new ProducerFencedException(
                    "a transaction of this stream thread was rolled back; all its tasks begin again from the last commit");
        }
        super.beginTransaction();
    }
}
