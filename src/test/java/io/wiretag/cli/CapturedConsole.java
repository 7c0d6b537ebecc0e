package io.wiretag.cli;

import io.wiretag.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs commands as the process would, and keeps what they print. */
public final class CapturedConsole {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final int width;
    private final boolean colors;
    private final Map<String, String> environment;

    public CapturedConsole() {
        this(80);
    }

    public CapturedConsole(int width) {
        this(width, false, Map.of());
    }

    public CapturedConsole(int width, boolean colors, Map<String, String> environment) {
        this.width = width;
        this.colors = colors;
        this.environment = environment;
    }

    public int run(String... args) {
        return runWithInput("", args);
    }

    public int runWithInput(String input, String... args) {
        out.reset();
        err.reset();
        return Main.run(console(input), args);
    }

    /** For what needs one and runs nothing. */
    Console console() {
        return console("");
    }

    private Console console(String input) {
        return new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                colors,
                width);
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
