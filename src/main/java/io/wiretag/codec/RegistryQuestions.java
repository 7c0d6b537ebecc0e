package io.wiretag.codec;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;

/** What the registry is asked beside schemas, before a record is rejected. */
final class RegistryQuestions implements RollCall.Question {
    /** Somebody has just waited for another answer, and has a transaction open. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Stands for a topic where one must be named. */
    private static final String ROLL_CALL = "wiretag-roll-call";

    private final ValueSerdes.Settings settings;
    private final ClassLoader classes;
    private final BoundedCalls calls;
    private final SerdesInUse serdes;
    private final RegistryTrouble trouble;

    /** @param calls of any limit */
    RegistryQuestions(
            ValueSerdes.Settings settings,
            ClassLoader classes,
            BoundedCalls calls,
            SerdesInUse serdes,
            RegistryTrouble trouble) {
        this.settings = settings;
        this.classes = classes;
        this.calls = calls.within(LIMIT);
        this.serdes = serdes;
        this.trouble = trouble;
    }

    /** Asked by a client that has never asked before, for the others remember. */
    @Override
    public Optional<String> shown(int id) {
        byte[] nothingButId = ByteBuffer.allocate(ValueSerdes.FRAME_LENGTH)
                .put((byte) 0)
                .putInt(id)
                .array();
        Heard heard = new Heard();
        Deserializer<Object> asking = ConfiguredSerdes.deserializer(settings, classes);
        try {
            calls.call(() -> heard.during(() -> asking.deserialize(ROLL_CALL, new RecordHeaders(), nothingButId)));
        } catch (Exception e) {
            FailureChain failure = FailureChain.of(e);
            if (!failure.saysUnknownSchema() && heard.schema().isEmpty()) {
                throw trouble.reading(failure, e);
            }
        } finally {
            calls.leave(asking::close);
        }
        return heard.schema();
    }

    @Override
    public boolean registryIsEmpty() {
        try {
            InUse asking = serdes.asking();
            Optional<Subjects> subjects = asking.subjects();
            return subjects.isPresent() && ask(asking, () -> subjects.get().isEmpty());
        } catch (Exception e) {
            FailureChain failure = FailureChain.of(e);
            if (failure.saysAway()) {
                throw trouble.reading(failure, e);
            }
            // it is not told, and the registry has just answered another question
            return false;
        }
    }

    /** What is no schema to Avro may be one of another kind: the registry's own answer, if it says so when it is asked for that. */
    Optional<String> foreignType(FailureChain failure, int id) {
        if (!failure.saysNoRegistry()) {
            return Optional.empty();
        }
        try {
            InUse asking = serdes.asking();
            Optional<Subjects> subjects = failure.foreignType().isPresent() ? Optional.empty() : asking.subjects();
            return subjects.isEmpty()
                    ? failure.foreignType()
                    : ask(asking, () -> subjects.get().typeOf(id)).filter(type -> !type.equals("AVRO"));
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    private <T> T ask(InUse asking, Callable<T> question) throws Exception {
        return serdes.lookUp(calls, asking, new Heard(), question);
    }
}
