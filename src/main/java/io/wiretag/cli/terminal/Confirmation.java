package io.wiretag.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Asks whoever sits at the terminal whether to go on. */
public record Confirmation(Console console) {
    private static final Set<String> YES = Set.of("y", "yes");

    /** Whether somebody can be asked. */
    public boolean isPossible() {
        return console.terminal();
    }

    /** Whether the answer is yes; an end of input, an empty line or anything else is no. */
    public boolean agrees(String question) {
        console.err().print(question + " [y/N] ");
        console.err().flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
            return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            return false;
        }
    }
}
