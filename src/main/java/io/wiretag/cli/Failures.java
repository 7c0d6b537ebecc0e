package io.wiretag.cli;

import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cluster.AccessDenied;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.config.ConfigException;
import io.wiretag.files.OneLine;
import io.wiretag.files.Words;
import io.wiretag.intake.IntakeException;
import io.wiretag.intake.UnusableFolderException;
import io.wiretag.local.LocalStackException;
import io.wiretag.processor.MisfitException;
import io.wiretag.processor.watch.StreamFailedException;
import io.wiretag.tagging.gazetteer.InvalidGazetteerException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
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
        String message = sentence(failure);
        if (failure instanceof CommandFailedException) {
            // several lines, each of them ours
            console.err().print("wiretag: " + message + System.lineSeparator());
        } else {
            console.err().println("wiretag: " + (code == ExitCode.FAULT ? "a fault of ours: " + failure : message));
        }
        if (failure instanceof InvalidGazetteerException invalid) {
            invalid.sentences().forEach(each -> console.err().println(OneLine.of(each)));
        }
        if (code == ExitCode.FAULT
                || "DEBUG".equalsIgnoreCase(console.environment().get("WIRETAG_LOG"))) {
            failure.printStackTrace(console.err());
        }
        return code;
    }

    private static int code(Exception failure) {
        if (failure instanceof UnusableFolderException) {
            return ExitCode.USAGE;
        }
        if (failure instanceof CommandFailedException
                || failure instanceof IntakeException
                || failure instanceof MisfitException) {
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

    /**
     * Whether whoever watches goes on: brokers or registry do not answer, or refuse this user. Of what is published, {@link
     * io.wiretag.intake.PublishFailure} tells.
     */
    static boolean isOutage(Throwable failure) {
        return AccessDenied.sentence(failure, "READ").isPresent()
                || failure instanceof RegistryUnavailableException
                || failure instanceof KafkaUnavailableException
                || failure instanceof TimeoutException
                || failure instanceof DisconnectException;
    }

    /** One line; Kafka and the stream keep the reason in the cause. A gazetteer has a line for each that is wrong. */
    private static String sentence(Throwable failure) {
        if (failure instanceof InvalidGazetteerException) {
            return "the gazetteer cannot be used:";
        }
        boolean wrapper = failure instanceof KafkaException || failure instanceof StreamFailedException;
        String message = Words.of(failure);
        if (!wrapper || failure.getCause() == null) {
            return failure instanceof CommandFailedException ? failure.getMessage() : message;
        }
        Optional<String> refused = AccessDenied.ofStream(failure);
        if (refused.isPresent()) {
            return message + ": " + refused.get();
        }
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
            if (innermost instanceof RegistryUnavailableException) {
                // a consumer wraps what its deserializer throws
                return Words.of(innermost);
            }
        }
        return message + ": " + innermost.getClass().getSimpleName() + ": " + Words.of(innermost);
    }
}
