package io.wiretag.cli;

import io.wiretag.config.ConfigException;
import io.wiretag.local.LocalStackException;
import io.wiretag.tagging.InvalidGazetteerException;
import io.wiretag.topics.KafkaRefusedException;
import io.wiretag.topics.KafkaUnavailableException;
import io.wiretag.topics.RegistryUnavailableException;
import io.wiretag.topology.StreamFailedException;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;

/** The one place where exceptions become a line and an exit code. {@code WIRETAG_LOG=DEBUG} adds the stack trace. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        int code = code(failure);
        String message = failure.getMessage() == null ? failure.toString() : sentence(failure);
        console.err().println("wiretag: " + (code == ExitCode.FAULT ? "a fault of ours: " + failure : message));
        if (code == ExitCode.FAULT
                || "DEBUG".equalsIgnoreCase(console.environment().get("WIRETAG_LOG"))) {
            failure.printStackTrace(console.err());
        }
        return code;
    }

    private static int code(Exception failure) {
        if (failure instanceof CommandFailedException) {
            return ExitCode.FAILED;
        }
        if (failure instanceof ConfigException
                || failure instanceof InvalidGazetteerException
                || failure instanceof IllegalArgumentException
                || failure instanceof org.apache.kafka.common.config.ConfigException) {
            return ExitCode.USAGE;
        }
        if (failure instanceof KafkaUnavailableException
                || failure instanceof KafkaRefusedException
                || failure instanceof RegistryUnavailableException
                || failure instanceof LocalStackException
                || failure instanceof StreamFailedException
                || failure instanceof KafkaException
                || failure instanceof CancellationException) {
            return ExitCode.UNAVAILABLE;
        }
        return ExitCode.FAULT;
    }

    /** "Failed to construct kafka producer" helps nobody: Kafka keeps the reason in the cause. */
    private static String sentence(Exception failure) {
        if (failure instanceof InvalidGazetteerException) {
            return "the gazetteer cannot be used:\n" + failure.getMessage();
        }
        boolean wrapped = failure instanceof KafkaException && failure.getCause() != null;
        return wrapped ? failure.getMessage() + ": " + failure.getCause().getMessage() : failure.getMessage();
    }
}
