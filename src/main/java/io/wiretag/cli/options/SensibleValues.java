package io.wiretag.cli.options;

import io.wiretag.cli.print.DurationFormat;
import io.wiretag.files.OneLine;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The one look at all values of the command line, before the command runs. An empty one is often a variable of the shell that is
 * not set: taken for no value, a filter would let everything pass.
 */
public final class SensibleValues implements IExecutionStrategy {
    @Override
    public int execute(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            ParseResult own = command.getParseResult();
            Stream.concat(own.matchedOptions().stream(), own.matchedPositionals().stream())
                    .forEach(each -> require(command, each));
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void require(CommandLine command, ArgSpec arg) {
        if (arg.arity().max() == 0) {
            return;
        }
        for (String value : arg.originalStringValues()) {
            if (pieces(arg, value).stream().anyMatch(each -> OneLine.of(each).isEmpty())) {
                throw misuse(command, arg, value, "must be " + arg.paramLabel() + ": " + firstWords(arg));
            }
        }
        range(arg).flatMap(range -> outside(range, arg.getValue())).ifPresent(allowed -> {
            throw misuse(command, arg, arg.originalStringValues().get(0), "must be " + allowed);
        });
    }

    public static Optional<Within> range(ArgSpec arg) {
        return arg.userObject() instanceof AnnotatedElement field
                ? Optional.ofNullable(field.getAnnotation(Within.class))
                : Optional.empty();
    }

    /** What is allowed, where the value is not. */
    private static Optional<String> outside(Within range, Object value) {
        if (value instanceof Duration span) {
            Duration least = Duration.ofMillis(range.least());
            Duration most = Duration.ofMillis(range.most());
            return span.compareTo(least) < 0 || span.compareTo(most) > 0
                    ? Optional.of(words(range, DurationFormat.text(least), DurationFormat.text(most)))
                    : Optional.empty();
        }
        return value instanceof Number number
                        && (number.longValue() < range.least() || number.longValue() > range.most())
                ? Optional.of(words(range, range.least(), range.most()))
                : Optional.empty();
    }

    private static String words(Within range, Object least, Object most) {
        return range.most() == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
    }

    /** The separator that picocli drops where nothing follows it counts. */
    private static List<String> pieces(ArgSpec arg, String value) {
        return arg.splitRegex().isEmpty() ? List.of(value) : Arrays.asList(value.split(arg.splitRegex(), -1));
    }

    /** As the help begins. */
    private static String firstWords(ArgSpec arg) {
        return arg.description().length == 0 ? "" : arg.description()[0];
    }

    private static ParameterException misuse(CommandLine command, ArgSpec arg, String value, String allowed) {
        String name = arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
        return new ParameterException(command, name + " is '" + value + "', " + allowed, arg, value);
    }
}
