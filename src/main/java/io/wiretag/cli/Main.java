package io.wiretag.cli;

import io.wiretag.cli.options.SensibleValues;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ResultsOutput;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.cli.terminal.TerminalCommand;
import io.wiretag.files.FileTrouble;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;

/** Where the process begins and ends. The only class that reads the environment and ends the JVM. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        // UTF-8 whatever the locale says: results are data
        ResultsOutput results = new ResultsOutput(new FileOutputStream(FileDescriptor.out));
        PrintStream out = new PrintStream(results, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        quietUnlessServing(args, System.getenv());
        Console console = Console.ofProcess(System.in, out, err, System.getenv());
        // the log goes there as well, and what libraries and dying threads have to say
        System.setErr(console.err());
        int code = ExitCode.FAULT;
        try {
            code = run(console, args);
        } catch (Throwable e) {
            // a class that is missing from a jar of the user's, or no memory: picocli hands on exceptions alone
            console.err().println("wiretag: a fault of ours: " + e);
            e.printStackTrace(console.err());
        }
        Shutdown.exit(withResults(results, console, code));
    }

    /** The exit code of a command that ended with {@code code}: it is not done if its results have not arrived. */
    static int withResults(ResultsOutput results, Console console, int code) {
        console.out().flush();
        Optional<IOException> lost = results.failure();
        lost.ifPresent(failure -> console.err()
                .println("wiretag: standard output cannot be written: " + FileTrouble.reason(failure)
                        + "; results are lost: make room, or send them elsewhere"));
        return lost.isPresent() && code == ExitCode.OK ? ExitCode.FAILED : code;
    }

    /** The services log what they do; the other commands talk to their user. */
    private static void quietUnlessServing(String[] args, Map<String, String> environment) {
        boolean serving = args.length > 0
                && Set.of("process", "intake", "deliver", "serve").contains(args[0]);
        if (!serving && !environment.containsKey("WIRETAG_LOG")) {
            System.setProperty("WIRETAG_LOG", "WARN");
            System.setProperty("WIRETAG_KAFKA_LOG", "ERROR");
        }
    }

    /** Runs one command; its exit code is the answer. */
    public static int run(Console console, String... args) {
        try {
            return commandLine(console, args).execute(args);
        } finally {
            Shutdown.ended();
        }
    }

    private static CommandLine.IFactory factory(Console console) {
        return new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                try {
                    Constructor<K> ofConsole = type.getDeclaredConstructor(Console.class);
                    // commands are nobody else's, wherever they lie
                    ofConsole.setAccessible(true);
                    return ofConsole.newInstance(console);
                } catch (NoSuchMethodException e) {
                    return CommandLine.defaultFactory().create(type);
                }
            }
        };
    }

    static CommandLine commandLine(Console console, String... args) {
        CommandLine.IFactory factory = factory(console);
        CommandLine wiretag = new CommandLine(WiretagCommand.class, factory);
        WiretagCommand.commands(args).forEach(each -> wiretag.addSubcommand(new CommandLine(each, factory)));
        return wiretag.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(new SensibleValues())
                .registerConverter(int.class, text -> whole(text, Integer::valueOf))
                .registerConverter(long.class, text -> whole(text, Long::valueOf))
                .registerConverter(Long.class, text -> whole(text, Long::valueOf))
                .setOut(TerminalCommand.trusting(console.out()))
                .setErr(TerminalCommand.trusting(console.err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        console.colors() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(Math.max(80, Math.min(120, console.width())))
                .setParameterExceptionHandler((e, words) -> tellMisuse(console, e))
                .setExecutionExceptionHandler(new Failures(console));
    }

    private static <N> N whole(String text, Function<String, N> number) {
        try {
            return number.apply(text.strip());
        } catch (NumberFormatException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is no whole number, or too large");
        }
    }

    /** As picocli does, but what the message repeats of the command line is not taken for a sequence of ours. */
    private static int tellMisuse(Console console, CommandLine.ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        console.err().println(console.style().bad(String.valueOf(misuse.getMessage())));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(misuse, command.getErr())) {
            command.usage(command.getErr(), command.getColorScheme());
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
