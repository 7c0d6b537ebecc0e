package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.options.SensibleValues;
import io.wiretag.cli.terminal.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** All values that all commands take: those that mean nothing are refused before anything is done. */
class SensibleValuesTest {
    private final CapturedConsole console = new CapturedConsole();

    @Test
    void anEmptyValueIsRefusedByEveryOptionOfEveryCommand() {
        List<String> wrong = new ArrayList<>();
        eachOption((path, option) -> {
            for (String value : List.of("", "\u00a0")) {
                wrong.addAll(faults(path, option, option.longestName(), value));
            }
            if (!option.splitRegex().isEmpty()) {
                wrong.addAll(faults(path, option, option.longestName(), ","));
                wrong.addAll(faults(path, option, option.longestName(), "VN-22,"));
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void anEmptyValueIsRefusedByEveryParameterOfEveryCommand() {
        List<String> wrong = new ArrayList<>();
        each((path, command) -> {
            for (PositionalParamSpec each : command.positionalParameters()) {
                List<String> arguments = with(path);
                // those that stand before it
                arguments.addAll(Collections.nCopies(each.index().min(), "0:1"));
                arguments.add("");
                arguments.addAll(required(command, each));
                run(arguments);
                if (!firstLine().contains(each.paramLabel() + " is ''")) {
                    wrong.add(path + ": " + firstLine());
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyOptionThatTakesANumberSaysWhichAndHoldsIt() {
        List<String> wrong = new ArrayList<>();
        eachOption((path, option) -> {
            if (isNumber(option)) {
                if (SensibleValues.range(option).isEmpty()) {
                    wrong.add(path + " " + option.longestName() + " has no @Within");
                }
                for (String value : List.of("-1", "x", "99999999999999999999", "P99999999999D")) {
                    wrong.addAll(faults(path, option, option.longestName(), value));
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static boolean isNumber(OptionSpec option) {
        return option.type().isPrimitive() && option.type() != boolean.class
                || Number.class.isAssignableFrom(option.type())
                || option.type() == Duration.class;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tail|--max|0|--max is '0', must be 1 or more",
                "tail|--max|-1|--max is '-1', must be 1 or more",
                "tail|--exec|   |--exec is '', must be COMMAND: With --group: gives each article",
                "tail|--province|,|--province is ',', must be CODE|NAME: Only articles that mention it",
                "lag|--every|100ms|--every is '100ms', must be 0.2 s to 3650 d",
                "publish|--every|PT0.1S|--every is 'PT0.1S', must be 1.0 s to 3650 d",
                "demo|--port|65536|--port is '65536', must be 0 to 65535",
                "demo|--rate|60001|--rate is '60001', must be 0 to 60000"
            })
    void aMessageNamesOptionValueAndWhatIsAllowed(String command, String option, String value, String message) {
        assertThat(console.run(command, option, value == null ? "" : value)).isEqualTo(ExitCode.USAGE);

        assertThat(firstLine()).startsWith(message);
    }

    /** What is wrong with how it is refused; empty if nothing. */
    private List<String> faults(List<String> path, OptionSpec option, String name, String value) {
        List<String> arguments = with(path, name + "=" + value);
        option.command().positionalParameters().stream()
                .filter(each -> each.arity().min() > 0)
                .forEach(each -> arguments.add("0:1"));
        arguments.addAll(required(option.command(), option));
        int code = run(arguments);
        String said = firstLine();
        boolean named = Stream.of(option.names()).anyMatch(said::contains);
        boolean shown = said.contains("'" + value.strip() + "'")
                || said.contains("'" + value + "'")
                || said.contains("'" + value.replaceAll(",$", "") + "'")
                || said.endsWith(("but was " + value).strip());
        return code == ExitCode.USAGE && named && shown
                ? List.of()
                : List.of(arguments + " gave " + code + ": " + said);
    }

    /** Other options without which the command does nothing. */
    private static List<String> required(CommandSpec command, ArgSpec but) {
        return command.options().stream()
                .filter(each -> each.required() && each != but)
                .map(each -> each.longestName() + "=x")
                .toList();
    }

    private int run(List<String> arguments) {
        return console.run(arguments.toArray(String[]::new));
    }

    private String firstLine() {
        return console.err().lines().findFirst().orElse("").strip();
    }

    private static List<String> with(List<String> path, String... more) {
        return Stream.concat(path.stream(), Stream.of(more)).collect(Collectors.toCollection(ArrayList::new));
    }

    private static void eachOption(BiConsumer<List<String>, OptionSpec> taker) {
        each((path, command) -> command.options().stream()
                .filter(SensibleValuesTest::takesAValue)
                .forEach(option -> taker.accept(path, option)));
    }

    private static boolean takesAValue(ArgSpec arg) {
        return arg.arity().max() > 0;
    }

    /** Each command that can be run, with the words that call it. */
    private static void each(BiConsumer<List<String>, CommandSpec> taker) {
        for (String command : WiretagCommand.COMMANDS.keySet()) {
            each(
                    List.of(command),
                    Main.commandLine(new CapturedConsole().console(), command)
                            .getSubcommands()
                            .get(command),
                    taker);
        }
    }

    private static void each(List<String> path, CommandLine command, BiConsumer<List<String>, CommandSpec> taker) {
        taker.accept(path, command.getCommandSpec());
        command.getSubcommands().forEach((name, sub) -> each(with(path, name), sub, taker));
    }
}
