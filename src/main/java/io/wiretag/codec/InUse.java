package io.wiretag.codec;

import java.util.Optional;
import java.util.function.Function;

/** Serializers, with what else their clients of the registry are needed for. */
final class InUse implements AutoCloseable {
    private final ConfiguredSerdes serdes;
    private final WriterSchemas writers;
    private final Function<ConfiguredSerdes, Optional<Subjects>> subjectsOf;
    private Optional<Optional<Subjects>> subjects = Optional.empty();

    InUse(ConfiguredSerdes serdes, Function<ConfiguredSerdes, Optional<Subjects>> subjectsOf) {
        this.serdes = serdes;
        this.writers = new WriterSchemas(serdes.literal());
        this.subjectsOf = subjectsOf;
    }

    ConfiguredSerdes serdes() {
        return serdes;
    }

    WriterSchemas writers() {
        return writers;
    }

    /** Made when they are first asked for, since with Apicurio they have a client of their own. */
    synchronized Optional<Subjects> subjects() {
        if (subjects.isEmpty()) {
            subjects = Optional.of(subjectsOf.apply(serdes));
        }
        return subjects.get();
    }

    @Override
    public void close() {
        serdes.close();
    }
}
